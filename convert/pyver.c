/* SPDX-License-Identifier: MIT
 *
 * pyver.c: the version table and the opcode maps of the supported versions.
 */
#include "convert/pyver.h"
#include "convert/pyop.h"

/* A number listed twice would be overwritten silently; make that an error. */
#pragma GCC diagnostic error "-Woverride-init"

#define PYNUM(number, name, canonical, cache_words) [number] = {PYOP_##canonical, cache_words},
static const RgPyNumber numbers_3_11[256] = {
#include "convert/py311.def"
};
#define PYNUM(number, name, canonical, cache_words) [number] = #name,
static const char *const names_3_11[256] = {
#include "convert/py311.def"
};

#define PICK_1(x) x
#define PICK_0(x) NULL
#define PYVER(major, minor, first, last, final, layout, lines, exc, unit, caches, supported)                           \
    {major,                                                                                                            \
     minor,                                                                                                            \
     first,                                                                                                            \
     last,                                                                                                             \
     final,                                                                                                            \
     RG_PYLAYOUT_##layout,                                                                                             \
     RG_PYLINES_##lines,                                                                                               \
     RG_PYEXC_##exc,                                                                                                   \
     unit,                                                                                                             \
     caches,                                                                                                           \
     supported,                                                                                                        \
     PICK_##supported(numbers_##major##_##minor),                                                                      \
     PICK_##supported(names_##major##_##minor)},
static const RgPyVersion versions[] = {
#include "convert/pyver.def"
};
#undef PICK_0
#undef PICK_1

const RgPyVersion *rg_pyver_by_magic(uint16_t magic)
{
    for (size_t i = 0; i < RG_COUNT_OF(versions); i++)
        if (magic >= versions[i].first_magic && magic <= versions[i].last_magic) return &versions[i];
    return NULL;
}

const RgPyVersion *rg_pyver_lookup(unsigned major, unsigned minor)
{
    for (size_t i = 0; i < RG_COUNT_OF(versions); i++)
        if (versions[i].major == major && versions[i].minor == minor) return &versions[i];
    return NULL;
}
