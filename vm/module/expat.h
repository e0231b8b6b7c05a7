/* SPDX-License-Identifier: MIT
 *
 * expat.h: pyexpat: the parser object, and what its two files share. The library is opened when the module is first imported.
 *
 * A parser of an external entity needs the parser it was made from for as long as it lives, and the collector frees the two cells in
 * any order; so libexpat's parsers sit in counted records of the C heap.
 */
#ifndef RG_MODULE_EXPAT_H
#define RG_MODULE_EXPAT_H

#include <expat.h>

#include "vm/base/vec.h"
#include "vm/module/lazylib.h"
#include "vm/module/registry.h"

#define RG_EXPAT_FUNCTIONS(F)                                                                                                    \
    F(XML_ErrorString) F(XML_ExpatVersion) F(XML_ExpatVersionInfo) F(XML_ExternalEntityParserCreate) F(XML_FreeContentModel)     \
    F(XML_GetBase) F(XML_GetCurrentByteIndex) F(XML_GetCurrentColumnNumber) F(XML_GetCurrentLineNumber) F(XML_GetErrorCode)      \
    F(XML_GetFeatureList) F(XML_GetInputContext) F(XML_GetSpecifiedAttributeCount) F(XML_Parse) F(XML_ParserCreate_MM)           \
    F(XML_ParserFree) F(XML_SetAttlistDeclHandler) F(XML_SetBase) F(XML_SetCharacterDataHandler) F(XML_SetCommentHandler)        \
    F(XML_SetDefaultHandler) F(XML_SetDefaultHandlerExpand) F(XML_SetElementDeclHandler) F(XML_SetEncoding)                      \
    F(XML_SetEndCdataSectionHandler) F(XML_SetEndDoctypeDeclHandler) F(XML_SetEndElementHandler)                                 \
    F(XML_SetEndNamespaceDeclHandler) F(XML_SetEntityDeclHandler) F(XML_SetExternalEntityRefHandler)                             \
    F(XML_SetExternalEntityRefHandlerArg) F(XML_SetHashSalt) F(XML_SetNotStandaloneHandler) F(XML_SetNotationDeclHandler)        \
    F(XML_SetParamEntityParsing) F(XML_SetProcessingInstructionHandler) F(XML_SetReturnNSTriplet) F(XML_SetSkippedEntityHandler) \
    F(XML_SetStartCdataSectionHandler) F(XML_SetStartDoctypeDeclHandler) F(XML_SetStartElementHandler)                           \
    F(XML_SetStartNamespaceDeclHandler) F(XML_SetUnknownEncodingHandler) F(XML_SetUnparsedEntityDeclHandler) F(XML_SetUserData)  \
    F(XML_SetXmlDeclHandler) F(XML_StopParser) F(XML_UseForeignDTD)
typedef struct RgExpatLibrary {
    RG_EXPAT_FUNCTIONS(RG_LAZYLIB_FIELD)
} RgExpatLibrary;

/* The handlers that a program may set: H(name), with the function on_name of expat_handlers.c and libexpat's XML_Set<name>. */
#define RG_EXPAT_HANDLERS(H)                                                                                          \
    H(StartElementHandler) H(EndElementHandler) H(ProcessingInstructionHandler) H(CharacterDataHandler)               \
    H(UnparsedEntityDeclHandler) H(NotationDeclHandler) H(StartNamespaceDeclHandler) H(EndNamespaceDeclHandler)       \
    H(CommentHandler) H(StartCdataSectionHandler) H(EndCdataSectionHandler) H(DefaultHandler) H(DefaultHandlerExpand) \
    H(NotStandaloneHandler) H(ExternalEntityRefHandler) H(StartDoctypeDeclHandler) H(EndDoctypeDeclHandler)           \
    H(EntityDeclHandler) H(XmlDeclHandler) H(ElementDeclHandler) H(AttlistDeclHandler) H(SkippedEntityHandler)
typedef enum RgExpatHandler {
#define H(NAME) RG_EXPAT_##NAME,
    RG_EXPAT_HANDLERS(H)
#undef H
    RG_EXPAT_HANDLER_COUNT
} RgExpatHandler;

typedef struct RgExpatHandle {
    XML_Parser parser;
    struct RgExpatHandle *parent; /* of a parser of an external entity */
    void (*free)(XML_Parser);
    size_t users;
} RgExpatHandle;

typedef struct RgExpatParser {
    RgObject head;
    RgThread *th;          /* while it parses */
    const RgExpatLibrary *lib;
    RgExpatHandle *handle; /* NULL: not made yet */
    RgDict *intern;        /* names seen so far, or NULL */
    RgValue handlers[RG_EXPAT_HANDLER_COUNT]; /* RG_NONE: not set */
    bool busy;             /* inside XML_Parse */
    bool buffer_text, namespace_prefixes, ordered_attributes, specified_attributes;
    int buffer_size;
    RG_VEC(char) text;     /* character data that waits for more */
} RgExpatParser;

/* Connects or disconnects libexpat's handler; the value is already in its place. */
void rg_expat_connect(RgExpatParser *p, RgExpatHandler which, bool on);
void rg_expat_connect_encodings(RgExpatParser *p);
/* Hands out the text that waits; false: raised. Outside of XML_Parse too. */
bool rg_expat_flush(RgExpatParser *p) RG_CHECK_RESULT;

#endif
