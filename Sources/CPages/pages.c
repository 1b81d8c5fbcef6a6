// The web pages, compiled into the server, so that one binary is all there is to copy. A file of
// Sources/WebBridge/Pages has to be named twice below; a test finds one that is not.
//
// C, because `#embed` takes no time; an array of bytes in Swift costs the compiler a minute.

#include "CPages.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char index_html[] = {
#embed "../WebBridge/Pages/index.html"
};
static const unsigned char assets_page_css[] = {
#embed "../WebBridge/Pages/assets/page.css"
};
static const unsigned char assets_icon_svg[] = {
#embed "../WebBridge/Pages/assets/icon.svg"
};

static const unsigned char api_v1_openapi_json[] = {
#embed "../WebBridge/Pages/api/v1/openapi.json"
};

#define PAGE(path, bytes) {path, bytes, sizeof bytes}

static const struct page_file files[] = {
    PAGE("index.html", index_html),
    PAGE("assets/page.css", assets_page_css),
    PAGE("assets/icon.svg", assets_icon_svg),
    PAGE("api/v1/openapi.json", api_v1_openapi_json),
};

const struct page_file *page_files(size_t *count) {
    *count = sizeof files / sizeof *files;
    return files;
}
