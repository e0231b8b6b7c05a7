# Events of pyexpat: every handler, order, buffering, positions, errors, entities and namespaces.
# counts: no, it goes through the names of a module
import gc
from xml.parsers import expat

DOCUMENT = b'''<?xml version="1.0" encoding="iso-8859-1" standalone="no"?>
<?xml-stylesheet href="stylesheet.css"?>
<!-- comment data -->
<!DOCTYPE quotations SYSTEM "quotations.dtd" [
<!ELEMENT root ANY>
<!ELEMENT pair (a?, (b | c)*, d+)>
<!ATTLIST root attr1 CDATA #REQUIRED attr2 CDATA #IMPLIED kind (x|y) "x">
<!NOTATION notation SYSTEM "notation.jpeg">
<!ENTITY acirc "&#226;">
<!ENTITY external_entity SYSTEM "entity.file">
<!ENTITY unparsed_entity SYSTEM "entity.file" NDATA notation>
%unparsed_entity;
]>
<root attr1="value1" attr2="value2&#8000;">
<myns:subelement xmlns:myns="http://www.python.org/namespace">
     Contents of subelements: \xe9
</myns:subelement>
<sub2><![CDATA[contents of CDATA section]]></sub2>
&external_entity;
&skipped_entity;
</root>
'''
NAMES = [n for n in dir(expat.XMLParserType) if n.endswith("Handler") or n == "DefaultHandlerExpand"]


def recorder(name, result=1):
    def handler(*args):
        print(name, args)
        return result
    return handler


def parser_with(names, **attributes):
    p = expat.ParserCreate(namespace_separator="!")
    for name, value in attributes.items():
        setattr(p, name, value)
    for name in names:
        setattr(p, name, recorder(name))
    return p


def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e, sorted(getattr(e, "__dict__", {}).items()))


print(NAMES)
for drop in ({"DefaultHandler", "DefaultHandlerExpand"}, {"DefaultHandlerExpand"}, {"DefaultHandler"}):
    print("without", sorted(drop))
    show(parser_with(set(NAMES) - drop).Parse, DOCUMENT, True)
print("attributes in order")
show(parser_with(["StartElementHandler"], ordered_attributes=True, specified_attributes=True).Parse, DOCUMENT, True)
print("prefixes")
show(parser_with(["StartElementHandler"], namespace_prefixes=True).Parse, DOCUMENT, True)

# Text in pieces: as libexpat gives it, and collected.
for size in (None, 1, 4, 8192):
    p = parser_with(["CharacterDataHandler", "EndElementHandler"])
    if size:
        p.buffer_text, p.buffer_size = True, size
    print("size", size, p.buffer_size, p.buffer_text)
    for piece in ("<a>one\ntw", "o &amp; thr\N{EURO SIGN}ee<b/>", "fo", "ur</a>"):
        p.Parse(piece)
    p.Parse("", True)
    print(p.buffer_used, p.intern)

# A handler that raises stops the parser, and takes the handlers away.
p = parser_with(["EndElementHandler", "CharacterDataHandler"])
p.StartElementHandler = lambda name, attributes: 1 / 0
show(p.Parse, "<a>text<b/></a>", True)
print(p.StartElementHandler, p.EndElementHandler)
p = parser_with(["EndElementHandler"])
p.StartElementHandler = 5
show(p.Parse, "<a/>", True)

# Handlers that are changed by handlers.
p = expat.ParserCreate()
def start(name, attributes):
    print("start", name, p.CurrentLineNumber, p.CurrentColumnNumber, p.CurrentByteIndex, p.GetInputContext())
    p.StartElementHandler = recorder("second")
    p.CharacterDataHandler = None if name == "b" else recorder("text")
p.StartElementHandler = start
print(p.Parse("<a>\n x<b>y</b><c>z</c></a>", 1), p.CurrentLineNumber, p.CurrentByteIndex, p.GetInputContext())

# External entities: a parser of its own, which outlives the first.
def outer():
    parser = expat.ParserCreate()
    kept = []
    def reference(context, base, system, public):
        print("reference", context, base, system, public)
        child = parser.ExternalEntityParserCreate(context)
        kept.append(child)
        return child.Parse("<inside x='1'/>text", True)
    parser.ExternalEntityRefHandler = reference
    parser.StartElementHandler = recorder("start")
    parser.SetBase("the-base")
    print(parser.GetBase(), parser.Parse('<!DOCTYPE a [<!ENTITY e SYSTEM "e.xml" >]><a>&e;</a>', True))
    return kept
kept = outer()
gc.collect()
print(kept[0].ErrorCode, kept[0].GetBase())
del kept
gc.collect()
p = expat.ParserCreate()
p.ExternalEntityRefHandler = lambda *args: 0
show(p.Parse, '<!DOCTYPE a [<!ENTITY e SYSTEM "e.xml">]><a>&e;</a>', True)
p = expat.ParserCreate()
p.NotStandaloneHandler = lambda: 0
show(p.Parse, '<!DOCTYPE a SYSTEM "x"><a/>', True)
p = expat.ParserCreate()
print(p.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_ALWAYS), p.UseForeignDTD(True))
p.ExternalEntityRefHandler = recorder("foreign")
show(p.Parse, "<a/>", True)
show(p.UseForeignDTD)

# Encodings: one that libexpat does not know, one of several bytes a character, none at all.
p = parser_with(["CharacterDataHandler"])
show(p.Parse, '<?xml version="1.0" encoding="cp1252"?><a>\x80\xe9</a>'.encode("latin-1"), True)
show(parser_with([]).Parse, b'<?xml version="1.0" encoding="nothing"?><a/>', True)
p = expat.ParserCreate(encoding="utf-16")
p.CharacterDataHandler = recorder("text")
show(p.Parse, "<a>\u20ac</a>".encode("utf-16"), True)

# Errors of documents and of calls.
for bad in ("<a></b>", "<a>", "", "x", "<a b='1' b='2'/>", "<a>&no;</a>", "<a><", "<a/><b/>", "<a>]]></a>", "<n:a/>", "<a>\x00</a>"):
    show(expat.ParserCreate(None, " ").Parse, bad, True)
p = expat.ParserCreate()
show(p.Parse, "<a/>", True)
show(p.Parse, "<a/>", True)
print(p.ErrorCode, p.ErrorLineNumber, p.ErrorColumnNumber, p.ErrorByteIndex)
show(p.Parse, 1)
show(p.ParseFile, 1)
show(p.Parse, "\ud800")
show(expat.ParserCreate, 1)
show(expat.ParserCreate, None, 1)
show(expat.ParserCreate, None, "ab")
show(expat.ParserCreate, None, None, [])
show(expat.XMLParserType)
for name, value in (("buffer_size", "x"), ("buffer_size", 0), ("buffer_size", 2**40), ("buffer_size", 2**80), ("intern", {}),
                    ("ErrorCode", 1), ("absent", 1)):
    show(setattr, p, name, value)
show(delattr, p, "buffer_text")
show(delattr, p, "StartElementHandler")
print(expat.ParserCreate(intern=None).intern, expat.ErrorString(5), expat.ErrorString(5000), expat.ErrorString(-3))
print(sorted(expat.errors.codes.items(), key=lambda row: row[1])[:5], expat.errors.messages[7], expat.errors.XML_ERROR_FINISHED)
print({n: v for n, v in vars(expat.model).items() if n.startswith("XML_")}, expat.error, expat.XMLParserType)

class File:
    def __init__(self, *pieces):
        self.pieces = list(pieces)
    def read(self, size):
        return self.pieces.pop(0) if self.pieces else b""

p = parser_with(["StartElementHandler"])
show(p.ParseFile, File(b"<a>", b"<b/>", b"</a>"))
show(expat.ParserCreate().ParseFile, File(b"<a>", "<b/>"))
show(expat.ParserCreate().ParseFile, File(b"<a>" * 2000))
show(expat.ParserCreate().ParseFile, File(b"<a>"))
