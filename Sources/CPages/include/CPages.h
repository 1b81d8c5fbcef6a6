#pragma once
#include <stddef.h>

/// One file of Sources/WebBridge/Pages, as it was when the server was built.
struct page_file {
    /// Below Pages, with `/` between folders.
    const char *path;
    const unsigned char *bytes;
    size_t byte_count;
};

/// All files of the table in pages.c. Lives as long as the process.
const struct page_file *page_files(size_t *count);
