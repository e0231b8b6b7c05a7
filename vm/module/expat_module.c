/* SPDX-License-Identifier: MIT
 *
 * expat_module.c: pyexpat: the parser's type and the module with its submodules `errors` and `model`.
 */
#ifdef HAVE_EXPAT
#include "vm/module/expat.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "vm/object/call.h"
#include "vm/object/exception.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"

enum { LIBRARY, ERROR, TYPE, STATE_ITEMS };
enum { DEFAULT_BUFFER = 8192, PIECE = 1 << 20, READ_SIZE = 2048 };

static const char *const library_names[] = {RG_EXPAT_FUNCTIONS(RG_LAZYLIB_NAME)};

#define SELF        RG_AS(RgExpatParser, self)
#define MEMBERS(th) (((RgArray *)RG_MODULE_STATE(th, expat))->items)

static const RgExpatLibrary *library(RgThread *th)
{
    return (const RgExpatLibrary *)(const void *)RG_BYTES(MEMBERS(th)[LIBRARY])->data;
}

/* ---- parsers as cells ---- */

static void trace(RgMarker *marker, void *cell)
{
    RgExpatParser *p = cell;
    rg_mark_cell(marker, p->intern);
    rg_mark_values(marker, p->handlers, RG_EXPAT_HANDLER_COUNT);
}

static void release(RgHeap *heap, void *cell)
{
    RgExpatParser *p = cell;
    RG_VEC_FINI(&p->text);
    for (RgExpatHandle *h = p->handle, *parent; h && !--h->users; h = parent) {
        parent = h->parent;
        h->free(h->parser);
        free(h);
    }
}

static RgExpatParser *parser_new(RgThread *th)
{
    RgExpatParser *p = rg_object_new_of(th, RG_AS(RgType, MEMBERS(th)[TYPE]), 0);
    if (!p) return NULL;
    p->lib = library(th);
    for (int i = 0; i < RG_EXPAT_HANDLER_COUNT; i++) p->handlers[i] = RG_NONE;
    p->buffer_size = DEFAULT_BUFFER;
    return p;
}

/* Puts libexpat's parser into the cell, or raises MemoryError. */
static bool adopt(RgThread *th, RgExpatParser *p, XML_Parser parser, RgExpatHandle *parent)
{
    RgExpatHandle *h = parser ? calloc(1, sizeof *h) : NULL;
    if (!h) {
        if (parser) p->lib->XML_ParserFree(parser);
        (void)rg_raise_memory(th);
        return false;
    }
    *h = (RgExpatHandle){parser, parent, p->lib->XML_ParserFree, 1};
    if (parent) parent->users++;
    p->handle = h;
    p->lib->XML_SetUserData(parser, p);
    rg_expat_connect_encodings(p);
    return true;
}

/* A str or None (or nothing) as UTF-8; *out is NULL for None. */
static bool text_arg(RgThread *th, const char *what, RgValue v, const char **out)
{
    *out = NULL;
    if (v == RG_UNBOUND || v == RG_NONE) return true;
    if (rg_is_str(v)) return (*out = rg_str_utf8_strict(th, RG_STR(v), NULL)) != NULL;
    (void)rg_raise(th, RG_EXC_TypeError, "%s must be str or None, not %T", what, v);
    return false;
}

static RgValue parser_create(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    const char *encoding, *separator;
    if (!text_arg(th, "ParserCreate() argument 'encoding'", args[0], &encoding)) return RG_ERROR;
    if (!text_arg(th, "ParserCreate() argument 'namespace_separator'", args[1], &separator)) return RG_ERROR;
    if (separator && separator[0] && separator[1])
        return rg_raise(th, RG_EXC_ValueError, "namespace_separator must be at most one character, omitted, or None");
    if (args[2] != RG_UNBOUND && args[2] != RG_NONE && !rg_is_dict(args[2]))
        return rg_raise(th, RG_EXC_TypeError, "intern must be a dictionary");
    RgExpatParser *p = parser_new(th);
    if (!p) return RG_ERROR;
    RgDict *intern = args[2] == RG_NONE ? NULL : args[2] == RG_UNBOUND ? rg_dict_new(th) : RG_DICT(args[2]);
    if (!intern && args[2] != RG_NONE) return RG_ERROR;
    rg_gc_store_ptr(p, &p->intern, intern);
    XML_Parser parser = p->lib->XML_ParserCreate_MM(encoding, NULL, separator);
    if (parser) p->lib->XML_SetHashSalt(parser, (unsigned long)th->rt->hash_seed);
    return adopt(th, p, parser, NULL) ? rg_from_ptr(p) : RG_ERROR;
}

static RgValue external_entity_parser_create(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    const char *context, *encoding = NULL;
    if (!text_arg(th, "ExternalEntityParserCreate() argument 1", args[0], &context)) return RG_ERROR;
    if (args[1] != RG_UNBOUND) {
        if (!rg_is_str(args[1]))
            return rg_raise(th, RG_EXC_TypeError, "ExternalEntityParserCreate() argument 2 must be str, not %T", args[1]);
        if (!(encoding = rg_str_utf8_strict(th, RG_STR(args[1]), NULL))) return RG_ERROR;
    }
    RgExpatParser *p = parser_new(th);
    if (!p) return RG_ERROR;
    p->buffer_text = SELF->buffer_text;
    p->buffer_size = SELF->buffer_size;
    p->ordered_attributes = SELF->ordered_attributes;
    p->specified_attributes = SELF->specified_attributes;
    p->namespace_prefixes = SELF->namespace_prefixes;
    rg_gc_store_ptr(p, &p->intern, SELF->intern);
    if (!adopt(th, p, p->lib->XML_ExternalEntityParserCreate(SELF->handle->parser, context, encoding), SELF->handle)) return RG_ERROR;
    for (int i = 0; i < RG_EXPAT_HANDLER_COUNT; i++) {
        rg_gc_store(p, &p->handlers[i], SELF->handlers[i]);
        if (p->handlers[i] != RG_NONE) rg_expat_connect(p, (RgExpatHandler)i, true);
    }
    return rg_from_ptr(p);
}

/* ---- parsing ---- */

static bool error_attr(RgThread *th, RgValue e, const char *name, int64_t value)
{
    RgStr *s = rg_intern_cstr(th, name);
    return s && rg_attr_set(th, e, s, rg_from_int(value));
}

static RgValue failed(RgThread *th, RgExpatParser *p, int code)
{
    XML_Parser parser = p->handle->parser;
    int64_t line = (int64_t)p->lib->XML_GetCurrentLineNumber(parser), column = (int64_t)p->lib->XML_GetCurrentColumnNumber(parser);
    const char *why = p->lib->XML_ErrorString((enum XML_Error)code);
    RgStr *s = rg_str_printf(th, "%s: line %lld, column %lld", why ? why : "(null)", (long long)line, (long long)column);
    RgValue message = rg_from_ptr(s);
    RgValue e = s ? rg_exception_new(th, RG_AS(RgType, MEMBERS(th)[ERROR]), &message, 1) : RG_ERROR;
    if (!e || !error_attr(th, e, "code", code) || !error_attr(th, e, "offset", column) || !error_attr(th, e, "lineno", line)) return RG_ERROR;
    return rg_raise_object(th, e);
}

/* XML_Parse of all the bytes; false: raised. */
static bool feed(RgThread *th, RgExpatParser *p, const uint8_t *data, size_t n, bool final)
{
    enum XML_Status status = XML_STATUS_OK;
    if (p->busy) return rg_raise(th, RG_EXC_RuntimeError, "cannot call Parse() from within a handler") != RG_ERROR;
    p->th = th;
    p->busy = true;
    for (; n > PIECE && status == XML_STATUS_OK; data += PIECE, n -= PIECE)
        status = p->lib->XML_Parse(p->handle->parser, (const char *)data, PIECE, false);
    if (status == XML_STATUS_OK) status = p->lib->XML_Parse(p->handle->parser, (const char *)data, (int)n, final);
    p->busy = false;
    if (!rg_raised(th)) {
        if (status == XML_STATUS_ERROR) failed(th, p, (int)p->lib->XML_GetErrorCode(p->handle->parser));
        else if (rg_expat_flush(p)) return true;
        else return false;
        return false;
    }
    for (int i = 0; i < RG_EXPAT_HANDLER_COUNT; i++) {
        rg_expat_connect(p, (RgExpatHandler)i, false);
        rg_gc_store(p, &p->handlers[i], RG_NONE);
    }
    return false;
}

static RgValue parser_parse(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int final = args[1] == RG_UNBOUND ? 0 : rg_truth(th, args[1]);
    if (final < 0) return RG_ERROR;
    if (rg_is_str(args[0])) {
        size_t n;
        const char *s = rg_str_utf8_strict(th, RG_STR(args[0]), &n);
        if (!s) return RG_ERROR;
        (void)SELF->lib->XML_SetEncoding(SELF->handle->parser, "utf-8");
        return feed(th, SELF, (const uint8_t *)s, n, final) ? rg_from_int(XML_STATUS_OK) : RG_ERROR;
    }
    RgBufferView view;
    if (!rg_buffer_get(th, args[0], &view, false)) return RG_ERROR;
    bool ok = feed(th, SELF, view.data, (size_t)view.len, final);
    rg_buffer_release(&view);
    return ok ? rg_from_int(XML_STATUS_OK) : RG_ERROR;
}

static RgValue parser_parse_file(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    RgValue read = rg_attr_lookup(th, args[0], RG_SYM(th, read));
    if (read == RG_UNBOUND) return rg_raise(th, RG_EXC_TypeError, "argument must have 'read' attribute");
    while (read) {
        RgValue piece = rg_call1(th, read, rg_from_int(READ_SIZE));
        if (!piece) return RG_ERROR;
        RgBufferView view;
        if (!rg_is_bytes(piece) && !rg_is_kind(piece, RG_KIND_bytearray))
            return rg_raise(th, RG_EXC_TypeError, "read() did not return a bytes object (type=%T)", piece);
        if (!rg_buffer_get(th, piece, &view, false)) return RG_ERROR;
        bool last = view.len == 0, ok = true;
        if (view.len > READ_SIZE)
            ok = rg_raise(th, RG_EXC_ValueError, "read() returned too much data: %d bytes requested, %zd returned", READ_SIZE,
                          (ssize_t)view.len) != RG_ERROR;
        else ok = feed(th, SELF, view.data, (size_t)view.len, last);
        rg_buffer_release(&view);
        if (!ok) return RG_ERROR;
        if (last) return rg_from_int(XML_STATUS_OK);
    }
    return RG_ERROR;
}

/* ---- other methods ---- */

static RgValue text_or_none(RgThread *th, const char *s)
{
    return s ? rg_from_ptr(rg_str_from_utf8(th, s, strlen(s))) : RG_NONE;
}

static RgValue set_base(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    if (!rg_is_str(args[0])) return rg_raise(th, RG_EXC_TypeError, "SetBase() argument must be str, not %T", args[0]);
    const char *base = rg_str_utf8_strict(th, RG_STR(args[0]), NULL);
    if (!base) return RG_ERROR;
    return SELF->lib->XML_SetBase(SELF->handle->parser, base) ? RG_NONE : rg_raise_memory(th);
}

static RgValue get_base(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    return text_or_none(th, SELF->lib->XML_GetBase(SELF->handle->parser));
}

static RgValue get_input_context(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int offset, size;
    const char *s = SELF->busy ? SELF->lib->XML_GetInputContext(SELF->handle->parser, &offset, &size) : NULL;
    return s ? rg_from_ptr(rg_bytes_new(th, s + offset, size - offset)) : RG_NONE;
}

static RgValue set_param_entity_parsing(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t flag;
    if (!rg_number_as_i64(th, args[0], &flag)) return RG_ERROR;
    return rg_from_int(SELF->lib->XML_SetParamEntityParsing(SELF->handle->parser, (enum XML_ParamEntityParsing)flag));
}

static RgValue use_foreign_dtd(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int flag = args[0] == RG_UNBOUND ? 1 : rg_truth(th, args[0]);
    if (flag < 0) return RG_ERROR;
    enum XML_Error code = SELF->lib->XML_UseForeignDTD(SELF->handle->parser, flag ? XML_TRUE : XML_FALSE);
    return code == XML_ERROR_NONE ? RG_NONE : failed(th, SELF, (int)code);
}

static const RgMethodDef parser_methods[] = {
    RG_METHOD("Parse", "($self, data, isfinal=False, /)", "Parses a piece of the document.", parser_parse),
    RG_METHOD("ParseFile", "($self, file, /)", "Parses what a file's read() gives.", parser_parse_file),
    RG_METHOD("SetBase", "($self, base, /)", "Sets the base of relative identifiers.", set_base),
    RG_METHOD("GetBase", "($self, /)", "The base of relative identifiers.", get_base),
    RG_METHOD("GetInputContext", "($self, /)", "The input at the current event, as bytes.", get_input_context),
    RG_METHOD("ExternalEntityParserCreate", "($self, context, encoding=<unrepresentable>, /)",
              "A parser for an external entity.", external_entity_parser_create),
    RG_METHOD("SetParamEntityParsing", "($self, flag, /)", "Whether parameter entities are parsed.", set_param_entity_parsing),
    RG_METHOD("UseForeignDTD", "($self, flag=True, /)", "Lets the program give a DTD to documents without one.", use_foreign_dtd),
    RG_METHOD_END};

/* ---- attributes ---- */

static bool deleted(RgThread *th, RgValue v)
{
    if (v == RG_UNBOUND) (void)rg_raise(th, RG_EXC_RuntimeError, "Cannot delete attribute");
    return v == RG_UNBOUND;
}

static bool set_handler(RgThread *th, RgValue self, RgExpatHandler which, RgValue v)
{
    if (deleted(th, v)) return false;
    SELF->th = th;
    if (which == RG_EXPAT_CharacterDataHandler && !rg_expat_flush(SELF)) return false;
    rg_gc_store(SELF, &SELF->handlers[which], v);
    rg_expat_connect(SELF, which, v != RG_NONE);
    return true;
}

#define H(NAME)                                                                                                                     \
    static RgValue get_##NAME(RgThread *th, RgValue self) { return SELF->handlers[RG_EXPAT_##NAME]; }                               \
    static bool set_##NAME(RgThread *th, RgValue self, RgValue v) { return set_handler(th, self, RG_EXPAT_##NAME, v); }
RG_EXPAT_HANDLERS(H)
#undef H

static bool set_flag(RgThread *th, bool *flag, RgValue v)
{
    int on = deleted(th, v) ? -1 : rg_truth(th, v);
    if (on >= 0) *flag = on;
    return on >= 0;
}

static RgValue get_buffer_text(RgThread *th, RgValue self) { return rg_from_bool(SELF->buffer_text); }
static RgValue get_buffer_used(RgThread *th, RgValue self) { return rg_from_int((int64_t)SELF->text.len); }
static RgValue get_buffer_size(RgThread *th, RgValue self) { return rg_from_int(SELF->buffer_size); }
static RgValue get_namespace_prefixes(RgThread *th, RgValue self) { return rg_from_bool(SELF->namespace_prefixes); }
static RgValue get_ordered_attributes(RgThread *th, RgValue self) { return rg_from_bool(SELF->ordered_attributes); }
static RgValue get_specified_attributes(RgThread *th, RgValue self) { return rg_from_bool(SELF->specified_attributes); }
static RgValue get_intern(RgThread *th, RgValue self) { return SELF->intern ? rg_from_ptr(SELF->intern) : RG_NONE; }
static bool set_ordered_attributes(RgThread *th, RgValue self, RgValue v) { return set_flag(th, &SELF->ordered_attributes, v); }
static bool set_specified_attributes(RgThread *th, RgValue self, RgValue v) { return set_flag(th, &SELF->specified_attributes, v); }

static bool set_buffer_text(RgThread *th, RgValue self, RgValue v)
{
    SELF->th = th;
    return set_flag(th, &SELF->buffer_text, v) && (SELF->buffer_text || rg_expat_flush(SELF));
}

static bool set_namespace_prefixes(RgThread *th, RgValue self, RgValue v)
{
    if (!set_flag(th, &SELF->namespace_prefixes, v)) return false;
    SELF->lib->XML_SetReturnNSTriplet(SELF->handle->parser, SELF->namespace_prefixes);
    return true;
}

static bool set_buffer_size(RgThread *th, RgValue self, RgValue v)
{
    int64_t n;
    if (deleted(th, v)) return false;
    if (!rg_is_integer(v)) return rg_raise(th, RG_EXC_TypeError, "buffer_size must be an integer") != RG_ERROR;
    if (!rg_int_as_i64(v, &n)) return rg_raise(th, RG_EXC_OverflowError, "Python int too large to convert to C long") != RG_ERROR;
    if (n <= 0) return rg_raise(th, RG_EXC_ValueError, "buffer_size must be greater than zero") != RG_ERROR;
    if (n > INT_MAX) return rg_raise(th, RG_EXC_ValueError, "buffer_size must not be greater than %d", INT_MAX) != RG_ERROR;
    SELF->th = th;
    if (n != SELF->buffer_size && !rg_expat_flush(SELF)) return false;
    SELF->buffer_size = (int)n;
    return true;
}

#define POSITION(NAME, FUNCTION) \
    static RgValue NAME(RgThread *th, RgValue self) { return rg_from_int((int64_t)SELF->lib->FUNCTION(SELF->handle->parser)); }
POSITION(get_code, XML_GetErrorCode)
POSITION(get_line, XML_GetCurrentLineNumber)
POSITION(get_column, XML_GetCurrentColumnNumber)
POSITION(get_byte, XML_GetCurrentByteIndex)
#undef POSITION

static const RgGetSetDef parser_members[] = {{"intern", get_intern, NULL, NULL}, RG_GETSET_END};
#define FLAG(NAME) {#NAME, get_##NAME, set_##NAME, NULL}
static const RgGetSetDef parser_getset[] = {{"ErrorCode", get_code, NULL, NULL},
                                            {"ErrorLineNumber", get_line, NULL, NULL},
                                            {"ErrorColumnNumber", get_column, NULL, NULL},
                                            {"ErrorByteIndex", get_byte, NULL, NULL},
                                            {"CurrentLineNumber", get_line, NULL, NULL},
                                            {"CurrentColumnNumber", get_column, NULL, NULL},
                                            {"CurrentByteIndex", get_byte, NULL, NULL},
                                            {"buffer_used", get_buffer_used, NULL, NULL},
                                            FLAG(buffer_size),
                                            FLAG(buffer_text),
                                            FLAG(namespace_prefixes),
                                            FLAG(ordered_attributes),
                                            FLAG(specified_attributes),
#define H(NAME) FLAG(NAME),
                                            RG_EXPAT_HANDLERS(H)
#undef H
                                                RG_GETSET_END};
#undef FLAG

static const RgTypeSpec parser_spec = {.doc = "XML parser", .flags = RG_TF_NO_NEW, .basicsize = sizeof(RgExpatParser),
                                       .cell = {"xmlparser", trace, release}, .methods = parser_methods, .getset = parser_getset,
                                       .members = parser_members};

/* ---- the module ---- */

/* XML_ERROR_<name>, from code 1 on. */
static const char *const error_names[] = {
    "NO_MEMORY", "SYNTAX", "NO_ELEMENTS", "INVALID_TOKEN", "UNCLOSED_TOKEN", "PARTIAL_CHAR", "TAG_MISMATCH", "DUPLICATE_ATTRIBUTE",
    "JUNK_AFTER_DOC_ELEMENT", "PARAM_ENTITY_REF", "UNDEFINED_ENTITY", "RECURSIVE_ENTITY_REF", "ASYNC_ENTITY", "BAD_CHAR_REF",
    "BINARY_ENTITY_REF", "ATTRIBUTE_EXTERNAL_ENTITY_REF", "MISPLACED_XML_PI", "UNKNOWN_ENCODING", "INCORRECT_ENCODING",
    "UNCLOSED_CDATA_SECTION", "EXTERNAL_ENTITY_HANDLING", "NOT_STANDALONE", "UNEXPECTED_STATE", "ENTITY_DECLARED_IN_PE",
    "FEATURE_REQUIRES_XML_DTD", "CANT_CHANGE_FEATURE_ONCE_PARSING", "UNBOUND_PREFIX", "UNDECLARING_PREFIX", "INCOMPLETE_PE", "XML_DECL",
    "TEXT_DECL", "PUBLICID", "SUSPENDED", "NOT_SUSPENDED", "ABORTED", "FINISHED", "SUSPEND_PE", "RESERVED_PREFIX_XML",
    "RESERVED_PREFIX_XMLNS", "RESERVED_NAMESPACE_URI", "INVALID_ARGUMENT", "NO_BUFFER", "AMPLIFICATION_LIMIT_BREACH"};

/* The messages by name, and dicts of codes and messages: errors.XML_ERROR_x, .codes, .messages. */
static bool fill_errors(RgThread *th, RgModule *m)
{
    RgDict *codes = rg_dict_new(th), *messages = codes ? rg_dict_new(th) : NULL;
    if (!messages) return false;
    for (size_t i = 0; i < RG_COUNT_OF(error_names); i++) {
        const char *why = library(th)->XML_ErrorString((enum XML_Error)(i + 1));
        char name[64];
        if (!why) continue;
        snprintf(name, sizeof name, "XML_ERROR_%s", error_names[i]);
        RgStr *s = rg_str_from_cstr(th, why);
        RgValue code = rg_from_int((int64_t)i + 1);
        if (!s || !rg_module_set(th, m, name, rg_from_ptr(s)) || !rg_dict_set(th, codes, rg_from_ptr(s), code) ||
            !rg_dict_set(th, messages, code, rg_from_ptr(s)))
            return false;
    }
    return rg_module_set(th, m, "codes", rg_from_ptr(codes)) && rg_module_set(th, m, "messages", rg_from_ptr(messages)) &&
           rg_module_set_str(th, m, "__doc__", "Constants used to describe error conditions.");
}

static bool fill_model(RgThread *th, RgModule *m)
{
    static const RgModuleInt rows[] = {
        {"XML_CTYPE_EMPTY", XML_CTYPE_EMPTY}, {"XML_CTYPE_ANY", XML_CTYPE_ANY}, {"XML_CTYPE_MIXED", XML_CTYPE_MIXED},
        {"XML_CTYPE_NAME", XML_CTYPE_NAME}, {"XML_CTYPE_CHOICE", XML_CTYPE_CHOICE}, {"XML_CTYPE_SEQ", XML_CTYPE_SEQ},
        {"XML_CQUANT_NONE", XML_CQUANT_NONE}, {"XML_CQUANT_OPT", XML_CQUANT_OPT}, {"XML_CQUANT_REP", XML_CQUANT_REP},
        {"XML_CQUANT_PLUS", XML_CQUANT_PLUS}};
    return rg_module_set_ints(th, m, rows, RG_COUNT_OF(rows)) &&
           rg_module_set_str(th, m, "__doc__", "Constants used to interpret content model information.");
}

static bool add_submodule(RgThread *th, RgModule *m, const char *name, const char *full, bool (*fill)(RgThread *, RgModule *))
{
    RgStr *s = rg_intern_cstr(th, full);
    RgModule *sub = s ? rg_module_new(th, s) : NULL;
    return sub && fill(th, sub) && rg_dict_set_str(th, th->rt->sys_modules, s, rg_from_ptr(sub)) &&
           rg_module_set(th, m, name, rg_from_ptr(sub));
}

static bool fill_versions(RgThread *th, RgModule *m)
{
    const RgExpatLibrary *lib = library(th);
    XML_Expat_Version v = lib->XML_ExpatVersionInfo();
    RgTuple *version = rg_tuple_pack(th, 3, rg_from_int(v.major), rg_from_int(v.minor), rg_from_int(v.micro));
    RgList *features = version ? rg_list_new(th, 0) : NULL;
    if (!features) return false;
    for (const XML_Feature *f = lib->XML_GetFeatureList(); f && f->feature != XML_FEATURE_END; f++) {
        RgStr *name = rg_str_from_cstr(th, f->name);
        RgTuple *pair = name ? rg_tuple_pair(th, rg_from_ptr(name), rg_from_int(f->value)) : NULL;
        if (!pair || !rg_list_append(th, features, rg_from_ptr(pair))) return false;
    }
    return rg_module_set_str(th, m, "EXPAT_VERSION", lib->XML_ExpatVersion()) && rg_module_set(th, m, "version_info", rg_from_ptr(version)) &&
           rg_module_set(th, m, "features", rg_from_ptr(features)) && rg_module_set_str(th, m, "native_encoding", "UTF-8");
}

static RgValue error_string(RgThread *th, RgValue self, const RgValue *args, size_t nargs)
{
    int64_t code;
    if (!rg_number_as_i64(th, args[0], &code)) return RG_ERROR;
    return code == (int)code ? text_or_none(th, library(th)->XML_ErrorString((enum XML_Error)code)) : RG_NONE;
}

static const RgMethodDef functions[] = {
    RG_METHOD("ParserCreate", "($module, /, encoding=None, namespace_separator=None, intern=<unrepresentable>)",
              "A new parser of XML.", parser_create),
    RG_METHOD("ErrorString", "($module, code, /)", "The message of an error code.", error_string),
    RG_METHOD_END};
static const RgModuleInt constants[] = {{"XML_PARAM_ENTITY_PARSING_NEVER", XML_PARAM_ENTITY_PARSING_NEVER},
                                        {"XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE},
                                        {"XML_PARAM_ENTITY_PARSING_ALWAYS", XML_PARAM_ENTITY_PARSING_ALWAYS}};

bool rg_module_init_expat(RgThread *th, RgModule *m)
{
    RgArray *state = rg_array_new(th, STATE_ITEMS);
    RgValue lib = state ? rg_lazylib_open(th, "pyexpat", RG_EXPAT_LIBRARY, library_names, RG_COUNT_OF(library_names)) : RG_ERROR;
    RgType *error = lib ? rg_module_exception(th, "xml.parsers.expat", "ExpatError", RG_EXC(th, Exception)) : NULL;
    RgType *type = error ? rg_type_new_native(th, "pyexpat", "xmlparser", RG_TYPE(th, object), &parser_spec) : NULL;
    if (!type) return false;
    rg_gc_store(state, &state->items[LIBRARY], lib);
    rg_gc_store(state, &state->items[ERROR], rg_from_ptr(error));
    rg_gc_store(state, &state->items[TYPE], rg_from_ptr(type));
    RG_MODULE_STATE(th, expat) = state;
    return rg_module_set_str(th, m, "__doc__", "Python wrapper for Expat parser.") && rg_module_set(th, m, "error", rg_from_ptr(error)) &&
           rg_module_set(th, m, "ExpatError", rg_from_ptr(error)) && rg_module_set(th, m, "XMLParserType", rg_from_ptr(type)) &&
           rg_module_add_functions(th, m, functions) && rg_module_set_ints(th, m, constants, RG_COUNT_OF(constants)) &&
           fill_versions(th, m) && add_submodule(th, m, "errors", "pyexpat.errors", fill_errors) &&
           add_submodule(th, m, "model", "pyexpat.model", fill_model);
}
#endif
