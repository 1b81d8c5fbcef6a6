// The web pages, compiled into the server, so that one binary is all there is to copy. A file of
// Sources/WebBridge/Pages has to be named twice below; a test finds one that is not.
//
// C, because `#embed` takes no time; an array of bytes in Swift costs the compiler a minute.

#include "CPages.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char demo_css[] = {
#embed "../WebBridge/Pages/demo.css"
};
static const unsigned char demo_js[] = {
#embed "../WebBridge/Pages/demo.js"
};
static const unsigned char desk_board_js[] = {
#embed "../WebBridge/Pages/desk-board.js"
};
static const unsigned char desk_chat_js[] = {
#embed "../WebBridge/Pages/desk-chat.js"
};
static const unsigned char desk_details_js[] = {
#embed "../WebBridge/Pages/desk-details.js"
};
static const unsigned char desk_dialogs_js[] = {
#embed "../WebBridge/Pages/desk-dialogs.js"
};
static const unsigned char desk_dom_js[] = {
#embed "../WebBridge/Pages/desk-dom.js"
};
static const unsigned char desk_line_js[] = {
#embed "../WebBridge/Pages/desk-line.js"
};
static const unsigned char desk_list_js[] = {
#embed "../WebBridge/Pages/desk-list.js"
};
static const unsigned char desk_sound_js[] = {
#embed "../WebBridge/Pages/desk-sound.js"
};
static const unsigned char desk_state_js[] = {
#embed "../WebBridge/Pages/desk-state.js"
};
static const unsigned char desk_words_js[] = {
#embed "../WebBridge/Pages/desk-words.js"
};
static const unsigned char desk_words_de_js[] = {
#embed "../WebBridge/Pages/desk-words-de.js"
};
static const unsigned char desk_words_es_js[] = {
#embed "../WebBridge/Pages/desk-words-es.js"
};
static const unsigned char desk_css[] = {
#embed "../WebBridge/Pages/desk.css"
};
static const unsigned char desk_html[] = {
#embed "../WebBridge/Pages/desk.html"
};
static const unsigned char desk_js[] = {
#embed "../WebBridge/Pages/desk.js"
};
static const unsigned char favicon_svg[] = {
#embed "../WebBridge/Pages/favicon.svg"
};
static const unsigned char index_html[] = {
#embed "../WebBridge/Pages/index.html"
};
static const unsigned char widget_js[] = {
#embed "../WebBridge/Pages/widget.js"
};

static const unsigned char api_v1_openapi_json[] = {
#embed "../WebBridge/Pages/api/v1/openapi.json"
};

#define PAGE(path, bytes) {path, bytes, sizeof bytes}

static const struct page_file files[] = {
    PAGE("demo.css", demo_css),
    PAGE("demo.js", demo_js),
    PAGE("desk-board.js", desk_board_js),
    PAGE("desk-chat.js", desk_chat_js),
    PAGE("desk-details.js", desk_details_js),
    PAGE("desk-dialogs.js", desk_dialogs_js),
    PAGE("desk-dom.js", desk_dom_js),
    PAGE("desk-line.js", desk_line_js),
    PAGE("desk-list.js", desk_list_js),
    PAGE("desk-sound.js", desk_sound_js),
    PAGE("desk-state.js", desk_state_js),
    PAGE("desk-words.js", desk_words_js),
    PAGE("desk-words-de.js", desk_words_de_js),
    PAGE("desk-words-es.js", desk_words_es_js),
    PAGE("desk.css", desk_css),
    PAGE("desk.html", desk_html),
    PAGE("desk.js", desk_js),
    PAGE("favicon.svg", favicon_svg),
    PAGE("index.html", index_html),
    PAGE("api/v1/openapi.json", api_v1_openapi_json),
    PAGE("widget.js", widget_js),
};

const struct page_file *page_files(size_t *count) {
    *count = sizeof files / sizeof *files;
    return files;
}
