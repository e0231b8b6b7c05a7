/* SPDX-License-Identifier: MIT
 *
 * expat_handlers.c: what libexpat calls back: each event becomes a call of the handler that the program set. When one raises, the
 * parser is stopped and the exception stays pending: the events that libexpat still reports are dropped.
 */
#ifdef HAVE_EXPAT
#include "vm/module/expat.h"

#include <stdarg.h>

#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/list.h"
#include "vm/object/tuple.h"

enum { MOST_ARGUMENTS = 7, DEEPEST_MODEL = 1000 };

/* A text of libexpat's, None for NULL. */
static RgValue text(RgThread *th, const char *s)
{
    return s ? rg_from_ptr(rg_str_from_utf8(th, s, strlen(s))) : RG_NONE;
}

/* The same as the one string that the parser keeps for it. */
static RgValue name(RgExpatParser *p, const char *s)
{
    RgValue v = text(p->th, s);
    return v && s && p->intern ? rg_dict_set_default(p->th, p->intern, v, v) : v;
}

static RgValue build(RgExpatParser *p, char kind, va_list *list)
{
    switch (kind) {
    case 's': return text(p->th, va_arg(*list, const char *));
    case 'i': return name(p, va_arg(*list, const char *));
    case 'n': return rg_from_int(va_arg(*list, int));
    case 'v': return va_arg(*list, RgValue);
    default: { /* 't': text with its length, None for NULL */
        const char *s = va_arg(*list, const char *);
        int n = va_arg(*list, int);
        return s ? rg_from_ptr(rg_str_from_utf8(p->th, s, (size_t)n)) : RG_NONE;
    }
    }
}

/* Calls a handler with arguments by kinds (build()). RG_ERROR: something is raised, and the parser stops. */
static RgValue call(RgExpatParser *p, RgExpatHandler which, const char *kinds, ...)
{
    RgValue args[MOST_ARGUMENTS], result = RG_NONE;
    size_t n = 0;
    va_list list;
    va_start(list, kinds);
    for (; kinds[n] && result; n++) result = args[n] = build(p, kinds[n], &list);
    va_end(list);
    if (result) result = rg_call(p->th, p->handlers[which], args, n, NULL);
    if (!result) p->lib->XML_StopParser(p->handle->parser, XML_FALSE);
    return result;
}

bool rg_expat_flush(RgExpatParser *p)
{
    size_t n = p->text.len;
    p->text.len = 0;
    if (!n || p->handlers[RG_EXPAT_CharacterDataHandler] == RG_NONE) return true;
    return call(p, RG_EXPAT_CharacterDataHandler, "t", p->text.data, (int)n) != RG_ERROR;
}

/* Whether an event goes to its handler: nothing is raised, there is one, and the text in front of it was handed out. */
static bool ready(RgExpatParser *p, RgExpatHandler which)
{
    return !rg_raised(p->th) && p->handlers[which] != RG_NONE && rg_expat_flush(p) && p->handlers[which] != RG_NONE;
}

#define REPORT(WHICH, ...)                                                                   \
    do {                                                                                     \
        RgExpatParser *p = data;                                                             \
        if (ready(p, RG_EXPAT_##WHICH)) (void)call(p, RG_EXPAT_##WHICH, __VA_ARGS__);        \
    } while (0)

/* Attributes as a dict, or a list of names and values in turn. 0: raised. */
static RgValue attributes(RgExpatParser *p, const XML_Char **atts)
{
    size_t n = 0;
    if (p->specified_attributes) n = (size_t)p->lib->XML_GetSpecifiedAttributeCount(p->handle->parser);
    else while (atts[n]) n += 2;
    RgValue all = p->ordered_attributes ? rg_from_ptr(rg_list_new(p->th, (int64_t)n)) : rg_from_ptr(rg_dict_new(p->th));
    for (size_t i = 0; all && i < n; i += 2) {
        RgValue key = name(p, atts[i]), value = key ? text(p->th, atts[i + 1]) : RG_ERROR;
        if (!value) return RG_ERROR;
        if (p->ordered_attributes) {
            if (!rg_list_append(p->th, RG_LIST(all), key) || !rg_list_append(p->th, RG_LIST(all), value)) return RG_ERROR;
        } else if (!rg_dict_set(p->th, RG_DICT(all), key, value)) {
            return RG_ERROR;
        }
    }
    return all;
}

static void on_StartElementHandler(void *data, const XML_Char *element, const XML_Char **atts)
{
    RgExpatParser *p = data;
    if (!ready(p, RG_EXPAT_StartElementHandler)) return;
    RgValue all = attributes(p, atts);
    if (all) (void)call(p, RG_EXPAT_StartElementHandler, "iv", element, all);
    else p->lib->XML_StopParser(p->handle->parser, XML_FALSE);
}

static void on_CharacterDataHandler(void *data, const XML_Char *s, int n)
{
    RgExpatParser *p = data;
    if (rg_raised(p->th) || p->handlers[RG_EXPAT_CharacterDataHandler] == RG_NONE) return;
    if (p->buffer_text && (int64_t)p->text.len + n > p->buffer_size && !rg_expat_flush(p)) return;
    if (p->buffer_text && n <= p->buffer_size) {
        if (RG_VEC_RESERVE(&p->text, p->text.len + (size_t)n)) {
            memcpy(p->text.data + p->text.len, s, (size_t)n);
            p->text.len += (size_t)n;
        } else {
            (void)rg_raise_memory(p->th);
            p->lib->XML_StopParser(p->handle->parser, XML_FALSE);
        }
    } else if (p->handlers[RG_EXPAT_CharacterDataHandler] != RG_NONE) {
        (void)call(p, RG_EXPAT_CharacterDataHandler, "t", s, n);
    }
}

static void on_EndElementHandler(void *data, const XML_Char *element) { REPORT(EndElementHandler, "i", element); }

static void on_ProcessingInstructionHandler(void *data, const XML_Char *target, const XML_Char *rest)
{
    REPORT(ProcessingInstructionHandler, "is", target, rest);
}

static void on_UnparsedEntityDeclHandler(void *data, const XML_Char *entity, const XML_Char *base, const XML_Char *system,
                                         const XML_Char *public, const XML_Char *notation)
{
    REPORT(UnparsedEntityDeclHandler, "iiiii", entity, base, system, public, notation);
}

static void on_NotationDeclHandler(void *data, const XML_Char *notation, const XML_Char *base, const XML_Char *system,
                                   const XML_Char *public)
{
    REPORT(NotationDeclHandler, "iiii", notation, base, system, public);
}

static void on_StartNamespaceDeclHandler(void *data, const XML_Char *prefix, const XML_Char *uri)
{
    REPORT(StartNamespaceDeclHandler, "ii", prefix, uri);
}

static void on_EndNamespaceDeclHandler(void *data, const XML_Char *prefix) { REPORT(EndNamespaceDeclHandler, "i", prefix); }
static void on_CommentHandler(void *data, const XML_Char *s) { REPORT(CommentHandler, "s", s); }
static void on_StartCdataSectionHandler(void *data) { REPORT(StartCdataSectionHandler, ""); }
static void on_EndCdataSectionHandler(void *data) { REPORT(EndCdataSectionHandler, ""); }
static void on_DefaultHandler(void *data, const XML_Char *s, int n) { REPORT(DefaultHandler, "t", s, n); }
static void on_DefaultHandlerExpand(void *data, const XML_Char *s, int n) { REPORT(DefaultHandlerExpand, "t", s, n); }

/* Those whose result counts: 0: it failed. */
static int status(RgExpatParser *p, RgValue result)
{
    int64_t i = 0;
    if (result && !rg_number_as_i64(p->th, result, &i)) p->lib->XML_StopParser(p->handle->parser, XML_FALSE);
    return i != 0;
}

static int on_NotStandaloneHandler(void *data)
{
    RgExpatParser *p = data;
    if (!ready(p, RG_EXPAT_NotStandaloneHandler)) return 0;
    return status(p, call(p, RG_EXPAT_NotStandaloneHandler, ""));
}

static int on_ExternalEntityRefHandler(XML_Parser parser, const XML_Char *context, const XML_Char *base, const XML_Char *system,
                                       const XML_Char *public)
{
    RgExpatParser *p = (RgExpatParser *)(void *)parser; /* XML_SetExternalEntityRefHandlerArg */
    if (!ready(p, RG_EXPAT_ExternalEntityRefHandler)) return 0;
    return status(p, call(p, RG_EXPAT_ExternalEntityRefHandler, "siii", context, base, system, public));
}

static void on_StartDoctypeDeclHandler(void *data, const XML_Char *doctype, const XML_Char *system, const XML_Char *public, int internal)
{
    REPORT(StartDoctypeDeclHandler, "iiin", doctype, system, public, internal);
}

static void on_EndDoctypeDeclHandler(void *data) { REPORT(EndDoctypeDeclHandler, ""); }

static void on_EntityDeclHandler(void *data, const XML_Char *entity, int parameter, const XML_Char *value, int length, const XML_Char *base,
                                 const XML_Char *system, const XML_Char *public, const XML_Char *notation)
{
    REPORT(EntityDeclHandler, "intiiii", entity, parameter, value, length, base, system, public, notation);
}

static void on_XmlDeclHandler(void *data, const XML_Char *version, const XML_Char *encoding, int standalone)
{
    REPORT(XmlDeclHandler, "ssn", version, encoding, standalone);
}

/* (type, quantifier, name, children) of a content model, which may be nested as deep as the document likes. */
static RgValue model_tuple(RgThread *th, const XML_Content *m, int depth)
{
    if (depth > DEEPEST_MODEL) return rg_raise(th, RG_EXC_RecursionError, "maximum recursion depth exceeded in a content model");
    RgTuple *children = rg_tuple_new(th, m->numchildren);
    for (unsigned i = 0; children && i < m->numchildren; i++) {
        RgValue child = model_tuple(th, &m->children[i], depth + 1);
        if (!child) return RG_ERROR;
        rg_gc_store(children, &children->items[i], child);
    }
    RgValue of = children ? text(th, m->name) : RG_ERROR;
    if (!of) return RG_ERROR;
    return rg_from_ptr(rg_tuple_pack(th, 4, rg_from_int((int)m->type), rg_from_int((int)m->quant), of, rg_from_ptr(children)));
}

static void on_ElementDeclHandler(void *data, const XML_Char *element, XML_Content *model)
{
    RgExpatParser *p = data;
    if (ready(p, RG_EXPAT_ElementDeclHandler)) {
        RgValue tuple = model_tuple(p->th, model, 0);
        if (tuple) (void)call(p, RG_EXPAT_ElementDeclHandler, "iv", element, tuple);
        else p->lib->XML_StopParser(p->handle->parser, XML_FALSE);
    }
    p->lib->XML_FreeContentModel(p->handle->parser, model);
}

static void on_AttlistDeclHandler(void *data, const XML_Char *element, const XML_Char *attribute, const XML_Char *type,
                                  const XML_Char *standard, int required)
{
    REPORT(AttlistDeclHandler, "iissn", element, attribute, type, standard, required);
}

static void on_SkippedEntityHandler(void *data, const XML_Char *entity, int parameter)
{
    REPORT(SkippedEntityHandler, "in", entity, parameter);
}

/* Encodings that libexpat does not know: any codec of one byte a character. */
static int on_unknown_encoding(void *data, const XML_Char *encoding, XML_Encoding *info)
{
    RgExpatParser *p = data;
    if (rg_raised(p->th)) return XML_STATUS_ERROR;
    uint8_t all[256];
    for (int i = 0; i < 256; i++) all[i] = (uint8_t)i;
    RgValue codec = text(p->th, encoding), how = rg_from_ptr(rg_str_from_cstr(p->th, "replace"));
    RgValue bytes = codec && how ? rg_from_ptr(rg_bytes_new(p->th, all, 256)) : RG_ERROR;
    RgStr *decode = bytes ? rg_intern_cstr(p->th, "decode") : NULL;
    RgValue decoded = decode ? rg_call_method(p->th, bytes, decode, (RgValue[]){codec, how}, 2) : RG_ERROR;
    if (decoded && (!rg_is_str(decoded) || RG_STR(decoded)->length != 256))
        decoded = rg_raise(p->th, RG_EXC_ValueError, "multi-byte encodings are not supported");
    if (!decoded) {
        p->lib->XML_StopParser(p->handle->parser, XML_FALSE);
        return XML_STATUS_ERROR;
    }
    for (int i = 0; i < 256; i++) {
        uint32_t c = rg_str_at(RG_STR(decoded), i);
        info->map[i] = c == 0xfffd ? -1 : (int)c;
    }
    info->data = NULL;
    info->convert = NULL;
    info->release = NULL;
    return XML_STATUS_OK;
}

void rg_expat_connect(RgExpatParser *p, RgExpatHandler which, bool on)
{
    XML_Parser parser = p->handle->parser;
    switch (which) {
#define H(NAME) case RG_EXPAT_##NAME: p->lib->XML_Set##NAME(parser, on ? on_##NAME : NULL); break;
        RG_EXPAT_HANDLERS(H)
#undef H
    case RG_EXPAT_HANDLER_COUNT: break;
    }
    if (which == RG_EXPAT_ExternalEntityRefHandler) p->lib->XML_SetExternalEntityRefHandlerArg(parser, p);
}

void rg_expat_connect_encodings(RgExpatParser *p)
{
    p->lib->XML_SetUnknownEncodingHandler(p->handle->parser, on_unknown_encoding, p);
}
#endif
