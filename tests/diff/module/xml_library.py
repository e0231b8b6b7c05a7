# The library on top of pyexpat: ElementTree, minidom, sax, pulldom, plistlib, xmlrpc's marshalling.
# stress: 50
import io
import plistlib
import xml.dom.minidom
import xml.dom.pulldom
import xml.etree.ElementTree as ET
import xml.sax
import xml.sax.saxutils
import xmlrpc.client
from datetime import datetime

CATALOG = """<?xml version="1.0"?>
<catalog xmlns:x="urn:extra">
  <book id="b1" x:shelf="4"><author>Ångström, B.</author><title>Light &amp; Length</title><price>44.95</price></book>
  <book id="b2"><author>Curie</author><title>Glow</title><price>5.95</price></book>
  <!-- nothing here --><?target some data?>
  <empty/>
</catalog>"""

root = ET.fromstring(CATALOG)
print(root.tag, root.attrib, [e.tag for e in root])
for book in root.findall("book"):
    print(book.get("id"), dict(book.attrib), book.findtext("author"), float(book.findtext("price")), book.find("absent"))
print(root.find(".//book[@id='b2']/title").text, [b.get("id") for b in root.findall("book[price='5.95']")])
print(sum(float(p.text) for p in root.iter("price")))
new = ET.SubElement(root, "book", {"id": "b3"}, lang="fr")
ET.SubElement(new, "title").text = "<Été> & \"quotes\""
root.remove(root.find("empty"))
ET.indent(root)
print(ET.tostring(root, encoding="unicode"))
print(ET.tostring(root)[:60], ET.tostring(ET.fromstring("<a>é</a>"), encoding="utf-8", xml_declaration=True))
out = io.BytesIO()
ET.ElementTree(root).write(out, encoding="us-ascii", xml_declaration=True, short_empty_elements=False)
print(out.getvalue()[-120:])
for event, element in ET.iterparse(io.StringIO(CATALOG), events=("start", "end", "start-ns", "comment", "pi")):
    print(event, getattr(element, "tag", element) if event in ("start", "end") else getattr(element, "text", element))
pull = ET.XMLPullParser(["end"])
for piece in ("<a><b>x", "</b><c", "/></a>"):
    pull.feed(piece)
    print(piece, [(event, e.tag, e.text) for event, e in pull.read_events()])
print(ET.canonicalize("<b  z='1' a='2'><c/></b>"))
for bad in ("<a><b></a>", "", "<a>&undefined;</a>", "<a/>junk"):
    try:
        ET.fromstring(bad)
    except ET.ParseError as e:
        print(type(e).__name__, e, e.code, e.position)

document = xml.dom.minidom.parseString(CATALOG.encode())
print(document.documentElement.tagName, [n.nodeName for n in document.documentElement.childNodes])
print([b.getAttribute("id") for b in document.getElementsByTagName("book")])
first = document.getElementsByTagName("author")[0]
print(first.firstChild.data, first.parentNode.getAttributeNS("urn:extra", "shelf"))
first.setAttribute("note", 'a<b"c')
print(xml.dom.minidom.parseString("<a><b>text</b><c/></a>").toprettyxml(indent="  "))
print(first.toxml(), document.toxml()[:50])

class Handler(xml.sax.ContentHandler):
    def startDocument(self):
        print("start of document", self._locator.getLineNumber())
    def startElement(self, name, attributes):
        print("start", name, sorted(attributes.items()))
    def endElement(self, name):
        print("end", name)
    def characters(self, content):
        if content.strip():
            print("text", repr(content))
    def processingInstruction(self, target, data):
        print("pi", target, data)

xml.sax.parseString(CATALOG, Handler())
try:
    xml.sax.parseString(b"<a><b></a>", Handler())
except xml.sax.SAXParseException as e:
    print(e, e.getLineNumber(), e.getColumnNumber())
print(xml.sax.saxutils.escape("<&>"), xml.sax.saxutils.quoteattr('"x\''))
events = xml.dom.pulldom.parseString("<r><item n='1'>a</item><item n='2'>b</item></r>")
for event, node in events:
    if event == xml.dom.pulldom.START_ELEMENT and node.tagName == "item":
        events.expandNode(node)
        print(node.toxml())

value = {"name": "Zoë", "numbers": [1, 2.5, -7], "blob": b"\x00\xff", "when": datetime(2024, 2, 29, 12, 30), "yes": True, "deep": {"k": []}}
text = plistlib.dumps(value)
print(text.decode(), plistlib.loads(text) == value, plistlib.loads(plistlib.dumps(value, fmt=plistlib.FMT_BINARY)) == value)
call = xmlrpc.client.dumps((1, "two", [3.5, None], {"k": False}, b"raw"), "method", allow_none=True)
print(call, xmlrpc.client.loads(call))
