/* SPDX-License-Identifier: MIT
 *
 * lazylib.c: opens a shared library and finds its functions. A library is never closed: objects of a dying interpreter may still be
 * released by it.
 */
#include "vm/module/lazylib.h"

#include <dlfcn.h>

#include "vm/object/raise.h"

RgValue rg_lazylib_open(RgThread *th, const char *module, const char *file, const char *const *names, size_t n)
{
    RgBytes *b = rg_bytes_new(th, NULL, (int64_t)(n * sizeof(void *)));
    if (!b) return RG_ERROR;
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (!library) return rg_raise(th, RG_EXC_ImportError, "%s: %s", module, dlerror());
    for (size_t i = 0; i < n; i++) {
        void *address = dlsym(library, names[i]);
        if (!address) return rg_raise(th, RG_EXC_ImportError, "%s: %s", module, dlerror());
        memcpy(b->data + i * sizeof address, &address, sizeof address);
    }
    return rg_from_ptr(b);
}
