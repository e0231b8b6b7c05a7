/* SPDX-License-Identifier: MIT
 *
 * image.h: the .rgc file, a unit of register code on disk. Always holds: any bytes are safe to load; what was loaded
 * has been verified and may be executed. The arrays of words and tables are used in place, so a unit keeps its mapping.
 */
#ifndef RG_CODE_IMAGE_H
#define RG_CODE_IMAGE_H

#include "vm/base/status.h"
#include "vm/base/strbuf.h"
#include "vm/code/code.h"

/* Do these bytes begin like an image? */
bool rg_image_is(const void *data, size_t size);
/* Appends the image of a verified unit. */
RgStatus rg_image_write(RgStrBuf *out, const RgCodeUnit *unit, RgError *error);
/* Writes a temporary file beside path and renames it, so that path never holds half an image; a file that holds these
 * bytes already stays and only gets a new time. */
RgStatus rg_image_save(const char *path, const RgCodeUnit *unit, RgError *error);
/* The same for one unit after another: the writer keeps its memory in between. NULL: no memory. */
typedef struct RgImageWriter RgImageWriter;
RgImageWriter *rg_image_writer_new(void);
void rg_image_writer_free(RgImageWriter *w); /* NULL is fine */
RgStatus rg_image_save_with(RgImageWriter *w, const char *path, const RgCodeUnit *unit, RgError *error);
/* rg_image_save for any bytes. */
RgStatus rg_image_save_bytes(const char *path, const void *data, size_t size, RgError *error);
/* Maps, checks and verifies an image. Errors' offsets are offsets in the file. */
RgStatus rg_image_load(const char *path, RgCodeUnit **out, RgError *error);
/* From a copy of the bytes. */
RgStatus rg_image_from_memory(const void *data, size_t size, RgCodeUnit **out, RgError *error);

#endif
