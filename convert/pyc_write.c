/* SPDX-License-Identifier: MIT
 *
 * pyc_write.c: the header of a .pyc file, its code object, and what follows it, which nobody reads.
 */
#include "convert/pyc_write.h"
#include "convert/pyc.h"

static void put_le(RgStrBuf *out, uint64_t value, unsigned bytes)
{
    for (; bytes > 0; bytes--, value >>= 8)
        rg_strbuf_putc(out, (char)(value & 0xff));
}

RgStatus rg_pyc_write(const RgPyModule *module, RgStrBuf *out, RgWriteFigures *figures, RgError *error)
{
    const RgPyVersion *version = module->version;
    *figures = (RgWriteFigures){0, 0};
    rg_strbuf_reserve(out, module->size);
    put_le(out, version->final_magic, 2);
    rg_strbuf_puts(out, "\r\n");
    if (version->header_size == RG_PYC_HEADER_SIZE) put_le(out, module->header_flags, 4);
    put_le(out, module->source_stamp, 8);
    RgStatus status = rg_marshal_compare(module, out, 0, error);
    if (status == RG_OK) status = rg_marshal_write_code(module, out, figures, error);
    if (status != RG_OK) return status;
    rg_strbuf_add(out, module->data + module->marshal_end, module->size - module->marshal_end);
    status = rg_marshal_compare(module, out, 0, error);
    if (status == RG_OK && out->len != module->size)
        status = rg_error_set(error, ERR_PYC_DIFFERS, out->len, "%s", "fewer bytes than the file has");
    return status;
}
