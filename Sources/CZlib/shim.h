#ifndef HELPLINE_CZLIB_SHIM_H
#define HELPLINE_CZLIB_SHIM_H
#include <zlib.h>
#endif
