/* SPDX-License-Identifier: MIT
 *
 * io_state.h: what the files of the _io module share: the types, the open writers, and helpers for methods.
 *
 * Layers as in Python: FileIO (io_raw.c) under BufferedReader, BufferedWriter, BufferedRandom (io_buffered.c) under TextIOWrapper
 * (io_text.c). When a layer sits on our own exact type it works on its struct, without calls.
 */
#ifndef RG_MODULE_IO_STATE_H
#define RG_MODULE_IO_STATE_H

#include "vm/interp/interp.h"
#include "vm/module/io.h"
#include "vm/module/registry.h"
#include "vm/object/bytes.h"
#include "vm/object/dict.h"
#include "vm/object/float.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"
#include "vm/type/codec.h"

enum { RG_IO_BUFFER_SIZE = 8192, RG_IO_CHUNK = 8192 };

/* Writers that may hold unwritten data, in a list on the C heap: flushed before a file is opened (nobody closes a file at its last
 * use here, as reference counting would) and at the end of the program. */
typedef struct RgIoWriter {
    struct RgIoWriter *prev, *next;
    void *cell; /* the buffered or text object; not kept alive by this */
} RgIoWriter;

enum { /* indices of the items of the RgArray in rt->module_state: types, and the head of the list */
    RG_IO_BASE, RG_IO_RAW_BASE, RG_IO_BUFFERED_BASE, RG_IO_TEXT_BASE, RG_IO_FILE, RG_IO_BYTES, RG_IO_READER, RG_IO_WRITER,
    RG_IO_RANDOM, RG_IO_PAIR, RG_IO_TEXT, RG_IO_STRING, RG_IO_NEWLINE, RG_IO_UNSUPPORTED, RG_IO_LIST, RG_IO_COUNT
};
RgType *rg_io_type(RgThread *th, int which); /* the module must have been made */
bool rg_io_target(RgThread *th, const char *method, RgValue v, RgBufferView *out) RG_CHECK_RESULT; /* what readinto fills */
RgValue rg_io_unsupported(RgThread *th, const char *what); /* raises UnsupportedOperation */
bool rg_io_list_add(RgThread *th, RgIoWriter **node, void *cell) RG_CHECK_RESULT;
void rg_io_list_remove(RgIoWriter *node); /* NULL does nothing; frees it */
bool rg_io_flush_writers(RgThread *th);   /* all of the list; false: an error (the others are flushed nevertheless), pending */

typedef struct RgFileIO {
    RgObject head;
    int fd;            /* -1: closed */
    bool readable, writable, appending, created, closefd;
    int8_t seekable;   /* -1 unknown */
    int32_t block_size;
    RgAttrs attrs;     /* last */
} RgFileIO;

typedef struct RgBuffered {
    RgObject head;
    RgValue raw;       /* 0: not initialised or detached */
    RgFileIO *file;    /* raw when that is exactly a FileIO: system calls go straight to it */
    RgBuffer *buffer;
    int64_t size;      /* of the buffer */
    int64_t pos, end;  /* unread bytes are buffer[pos, end) */
    int64_t dirty;     /* unwritten bytes are buffer[0, dirty); never both dirty and unread */
    bool readable, writable, detached, finalizing;
    RgIoWriter *node;
    RgAttrs attrs;     /* last */
} RgBuffered;

extern const RgTypeSpec rg_io_file_spec, rg_io_bytes_spec, rg_io_reader_spec, rg_io_writer_spec, rg_io_random_spec, rg_io_pair_spec,
    rg_io_text_spec, rg_io_string_spec, rg_io_newline_spec, rg_io_base_spec, rg_io_raw_base_spec, rg_io_buffered_base_spec,
    rg_io_text_base_spec;

static inline bool rg_io_is_exact(RgValue v, const RgTypeSpec *spec)
{
    return rg_is_object(v) && rg_object_type(rg_as_object(v))->spec == spec;
}

/* FileIO on the C level: -1 raised, -2 would block. */
int64_t rg_io_file_read(RgThread *th, RgFileIO *f, void *out, int64_t n);
int64_t rg_io_file_write(RgThread *th, RgFileIO *f, const void *data, int64_t n);
int64_t rg_io_file_seek(RgThread *th, RgFileIO *f, int64_t offset, int whence);
bool rg_io_file_close(RgThread *th, RgFileIO *f);

/* Buffered objects on the C level. */
bool rg_io_buffered_write(RgThread *th, RgBuffered *b, const uint8_t *data, int64_t n) RG_CHECK_RESULT;
bool rg_io_buffered_flush(RgThread *th, RgBuffered *b) RG_CHECK_RESULT;
/* Up to n bytes, at most one read of the raw file, straight from the buffer: *data points into it. -1 raised. */
int64_t rg_io_buffered_read1(RgThread *th, RgBuffered *b, int64_t n, const uint8_t **data);
int64_t rg_io_buffered_raw_read(RgThread *th, RgBuffered *b, uint8_t *out, int64_t n);        /* as rg_io_file_read */
int64_t rg_io_buffered_raw_seek(RgThread *th, RgBuffered *b, int64_t offset, int whence);   /* -1: raised */
int64_t rg_io_buffered_fill(RgThread *th, RgBuffered *b);
bool rg_io_buffered_drop_unread(RgThread *th, RgBuffered *b) RG_CHECK_RESULT;
bool rg_io_buffered_is_closed(RgThread *th, RgBuffered *b, bool *closed);
RgValue rg_io_buffered_make(RgThread *th, int which, RgValue raw, int64_t size);
bool rg_io_text_is_dirty(const void *text, RgBuffered **buffer); /* and its buffer, when that is ours */
bool rg_io_text_flush(RgThread *th, RgValue text) RG_CHECK_RESULT; /* pending text to the buffer object */
RgValue rg_io_text_make(RgThread *th, RgValue buffer, const char *encoding, const char *errors, const char *newline,
                        bool line_buffering, bool write_through);

/* Attribute `closed` as a truth value; -1 raised. */
int rg_io_closed(RgThread *th, RgValue file);
static inline RgValue rg_io_raise_closed(RgThread *th) { return rg_raise(th, RG_EXC_ValueError, "I/O operation on closed file."); }
/* close() of a stream over another: flushes it and closes the one below; what flush raised comes after that. */
/* After closing what lies under a stream: raises what that raised, with `first` (or 0) as its context, or `first`. True: neither. */
bool rg_io_both_errors(RgThread *th, RgValue first) RG_CHECK_RESULT;
/* What a stream that nobody refers to does: it closes itself, by its own close(). Not for exact builtin streams (rg_io_no_finalizer as
 * their type's ready hook): what lies under another must not be closed before that is written out. */
void rg_io_base_finalize(RgThread *th, RgValue self);
bool rg_io_no_finalizer(RgThread *th, RgType *type);
RgValue rg_io_cannot_pickle(RgThread *th, RgValue self, const RgValue *args, size_t nargs); /* __getstate__ */
RgValue rg_io_close_stream(RgThread *th, RgValue self, bool (*close_below)(RgThread *th, RgValue self));
/* Optional size argument: None, absent and negative mean -1. */
bool rg_io_size_argument(RgThread *th, RgValue v, int64_t *n) RG_CHECK_RESULT;
RgValue rg_io_bytes(RgThread *th, const void *data, int64_t n);
RgValue rg_io_dict_copy(RgThread *th, RgValue self); /* of the stream's attributes, None when it has none: for __getstate__ */

#define RG_IO_METHOD(NAME) static RgValue NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

#endif
