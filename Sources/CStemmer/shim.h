#ifndef HELPLINE_CSTEMMER_SHIM_H
#define HELPLINE_CSTEMMER_SHIM_H
#include <libstemmer.h>
#endif
