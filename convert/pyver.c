/* SPDX-License-Identifier: MIT
 *
 * pyver.c: the version table and the opcode maps.
 */
#include "convert/pyver.h"
#include "convert/pyop.h"

/* A number listed twice would be overwritten silently; make that an error. */
#pragma GCC diagnostic error "-Woverride-init"

#define PYOPS_BEGIN(version) static const RgPyNumber numbers_##version[256] = {
#define PYNUM(number, name, canonical, cache_words) [number] = {PYOP_##canonical, cache_words, 0},
#define PYNUM_ARG(number, name, canonical, argument) [number] = {PYOP_##canonical, 0, 1 + (argument)},
#define PYOPS_END };
#include "convert/pynum.def"

#define PYOPS_BEGIN(version) static const char *const names_##version[256] = {
#define PYNUM(number, name, canonical, cache_words) [number] = #name,
#define PYNUM_ARG(number, name, canonical, argument) [number] = #name,
#define PYOPS_END };
#include "convert/pynum.def"

#define PYVER(major, minor, first, last, final, header, layout, lines, exc, unit, caches, expand, doc, annotations,        \
              supported)                                                                                               \
    {major,                                                                                                            \
     minor,                                                                                                            \
     first,                                                                                                            \
     last,                                                                                                             \
     final,                                                                                                            \
     header,                                                                                                           \
     RG_PYLAYOUT_##layout,                                                                                             \
     RG_PYLINES_##lines,                                                                                               \
     RG_PYEXC_##exc,                                                                                                   \
     RG_PYEXPAND_##expand,                                                                                             \
     RG_PYDOC_##doc,                                                                                                   \
     RG_PYANNOTATIONS_##annotations,                                                                                   \
     unit,                                                                                                             \
     caches,                                                                                                           \
     supported,                                                                                                        \
     numbers_##major##_##minor,                                                                                        \
     names_##major##_##minor},
static const RgPyVersion versions[] = {
#include "convert/pyver.def"
};

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
