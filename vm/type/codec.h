/* SPDX-License-Identifier: MIT
 *
 * codec.h: text encodings: the built-in codecs, error handlers and the registry of Python-level ones.
 */
#ifndef RG_TYPE_CODEC_H
#define RG_TYPE_CODEC_H

#include "vm/type/str_methods.h"

typedef enum RgCodec {
    RG_CODEC_NONE, /* not one of ours: ask the registry */
    RG_CODEC_UTF8, RG_CODEC_LATIN1, RG_CODEC_ASCII,
    RG_CODEC_UTF16, RG_CODEC_UTF16_LE, RG_CODEC_UTF16_BE, /* UTF16, UTF32: with a byte order mark */
    RG_CODEC_UTF32, RG_CODEC_UTF32_LE, RG_CODEC_UTF32_BE
} RgCodec;

RgCodec rg_codec_by_name(const char *name);
const char *rg_codec_name(RgCodec codec); /* as it appears in errors: "utf-8" */

/* Growing bytes, rooted by the C stack. */
typedef struct RgByteOut {
    RgThread *th;
    RgBuffer *storage;
    int64_t length;
    bool failed; /* MemoryError is pending */
} RgByteOut;
void rg_byteout_init(RgByteOut *b, RgThread *th, int64_t expected);
uint8_t *rg_byteout_room(RgByteOut *b, int64_t n); /* n bytes appended, to be filled in; NULL: failed */
void rg_byteout_add(RgByteOut *b, const void *data, int64_t n);
void rg_byteout_byte(RgByteOut *b, uint8_t c);
RgValue rg_byteout_finish(RgByteOut *b); /* bytes */

/* errors NULL means strict. */
RgValue rg_codec_encode_with(RgThread *th, RgStr *s, RgCodec codec, const char *errors);
/* *consumed NULL: the data is complete; else an incomplete sequence at the end is left and *consumed tells how much was used.
 * *order (UTF16, UTF32; may be NULL): in: -1 little, 0 unknown (look for a mark), 1 big; out: what was found. */
RgStr *rg_codec_decode_with(RgThread *th, const uint8_t *data, int64_t len, RgCodec codec, const char *errors, int64_t *consumed,
                            int *order);

/* codec_errors.c. Handles an error in [start, end) of an object: *text (str or bytes) replaces it and work goes on at *at. */
typedef enum RgCodecError { RG_CODEC_ENCODE, RG_CODEC_DECODE, RG_CODEC_TRANSLATE } RgCodecError;
bool rg_codec_handle(RgThread *th, RgCodecError kind, const char *errors, const char *encoding, RgValue object, int64_t start,
                     int64_t end, const char *reason, RgValue *text, int64_t *at) RG_CHECK_RESULT;
RgValue rg_codec_raise(RgThread *th, RgCodecError kind, const char *encoding, RgValue object, int64_t start, int64_t end,
                       const char *reason);
/* Pending exception of a Python codec -> "encoding with 'x' codec failed (...)" caused by it. */
void rg_codec_wrap_error(RgThread *th, const char *encoding, bool decoding);
RgDict *rg_codec_error_registry(RgThread *th); /* name -> handler, of codecs.register_error */
RgList *rg_codec_search_path(RgThread *th);
RgDict *rg_codec_cache(RgThread *th);
extern const RgMethodDef rg_codec_handlers[]; /* strict_errors ... as functions of an exception */

/* codec_escape.c */
RgValue rg_codec_unicode_escape_encode(RgThread *th, RgStr *s);
RgValue rg_codec_raw_unicode_escape_encode(RgThread *th, RgStr *s);
RgStr *rg_codec_unicode_escape_decode(RgThread *th, const uint8_t *data, int64_t len, const char *errors, int64_t *consumed);
RgStr *rg_codec_raw_unicode_escape_decode(RgThread *th, const uint8_t *data, int64_t len, const char *errors, int64_t *consumed);
RgValue rg_codec_escape_decode(RgThread *th, const uint8_t *data, int64_t len, const char *errors);

#endif
