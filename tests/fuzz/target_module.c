/* SPDX-License-Identifier: MIT
 *
 * target_module.c: what the runtime's modules read: marshal.loads, struct, decompressors, codecs, numbers' texts and their like. Input: the
 * number of a reader, an option for it, then what it reads. Always holds: one interpreter reads all inputs; whatever an input says, it
 * is read in time (the engine's limit) and memory (MOST_KILOBYTES) that nothing but its length explains.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "tests/fuzz/rgc.h"
#include "tests/fuzz/sandbox.h"
#include "vm/api/state.h"

enum {
    MOST_KILOBYTES = 300 << 10,  /* that one input may add to what is resident; sanitizers and bzip2's 46 MB from 40 bytes included */
    MOST_SIZE = 1 << 16,
    MOST_DECOMPRESSED = 1 << 16, /* that is asked of a decompressor at once */
    MOST_JUMPS = 200000          /* of Python code that a reader consists of */
};

static struct {
    Regius *vm;
    uint8_t reader, option;
    const uint8_t *data;
    size_t size;
    bool closed;
    RegiusValue unpickler; /* a type, kept */
} in;

/* ---- calls ---- */

static RegiusValue call(const char *module, const char *function, const RegiusValue *args, size_t nargs)
{
    for (size_t i = 0; i < nargs; i++)
        if (args[i] == REGIUS_ERROR) return REGIUS_ERROR;
    RegiusValue m = regius_import(in.vm, module);
    RegiusValue f = m == REGIUS_ERROR ? m : regius_getattr(in.vm, m, function);
    return f == REGIUS_ERROR ? f : regius_call(in.vm, f, args, nargs);
}
#define CALL(module, function, ...)                                                           \
    call(module, function, (const RegiusValue[]){__VA_ARGS__}, sizeof((const RegiusValue[]){__VA_ARGS__}) / sizeof(RegiusValue))

static RegiusValue method(RegiusValue object, const char *name, const RegiusValue *args, size_t nargs)
{
    RegiusValue f = object == REGIUS_ERROR ? object : regius_getattr(in.vm, object, name);
    return f == REGIUS_ERROR ? f : regius_call(in.vm, f, args, nargs);
}

static RegiusValue number(int64_t n) { return regius_int(in.vm, n); }
static RegiusValue bytes_of(const uint8_t *data, size_t size) { return regius_bytes(in.vm, data, size); }
static RegiusValue all_bytes(void) { return bytes_of(in.data, in.size); }

/* Characters of all widths, surrogates too; what is no UTF-8 is taken for Latin-1. */
static RegiusValue text_of(const uint8_t *data, size_t size)
{
    RegiusValue bytes = bytes_of(data, size);
    RegiusValue pair = CALL("_codecs", "utf_8_decode", bytes, regius_str(in.vm, "surrogatepass"), regius_bool(true));
    if (pair == REGIUS_ERROR) {
        regius_error_take(in.vm);
        pair = CALL("_codecs", "latin_1_decode", bytes);
    }
    return pair == REGIUS_ERROR ? pair : regius_getitem(in.vm, pair, number(0));
}
static RegiusValue all_text(void) { return text_of(in.data, in.size); }

/* Where the part in front of the first zero byte ends, and where the rest begins. */
static size_t first_part(size_t *rest)
{
    size_t n = 0;
    while (n < in.size && in.data[n])
        n++;
    *rest = RG_MIN(n + 1, in.size);
    return n;
}

/* ---- readers ---- */

static RegiusValue read_marshal(void)
{
    RegiusValue v = CALL("marshal", "loads", all_bytes());
    if (v == REGIUS_ERROR) return v;
    RegiusValue again = CALL("marshal", "dumps", v);
    if (again != REGIUS_ERROR && CALL("marshal", "loads", again) == REGIUS_ERROR) rg_fuzz_found("marshal does not read what it wrote", NULL);
    if (again == REGIUS_ERROR) regius_error_take(in.vm); /* code objects, for one */
    return v;
}

static RegiusValue read_struct(void)
{
    size_t rest, n = first_part(&rest);
    RegiusValue format = text_of(in.data, n), data = bytes_of(in.data + rest, in.size - rest);
    switch (in.option % 4) {
    case 0: return CALL("_struct", "unpack", format, data);
    case 1: return CALL("_struct", "unpack_from", format, data, number(in.option >> 2));
    case 2: return CALL("builtins", "list", CALL("_struct", "iter_unpack", format, data));
    default: return CALL("_struct", "calcsize", format);
    }
}

static RegiusValue read_zlib(void)
{
    static const int8_t window[] = {15, -15, 31, 47, 9, -9, 0, 8};
    RegiusValue bits = number(window[in.option % RG_COUNT_OF(window)]);
    const RegiusValue args[] = {all_bytes(), number(MOST_DECOMPRESSED)};
    if (in.option & 8) return method(CALL("zlib", "decompressobj", bits), "decompress", args, 2);
    return CALL("zlib", "decompress", args[0], bits);
}

static RegiusValue read_bz2(void)
{
    const RegiusValue args[] = {all_bytes(), number(MOST_DECOMPRESSED)};
    return method(call("_bz2", "BZ2Decompressor", NULL, 0), "decompress", args, 2);
}

/* The format decides how much memory is needed, up to 4 GB; programs limit it, and so does this. */
static RegiusValue read_lzma(void)
{
    const RegiusValue args[] = {all_bytes(), number(MOST_DECOMPRESSED)};
    static const uint32_t filters[] = {0x21, 0x03, 0x04, 0x05, 0x06, 0x07};
    if (in.option >= 128) return CALL("_lzma", "_decode_filter_properties", number(filters[in.option % RG_COUNT_OF(filters)]), args[0]);
    return method(CALL("_lzma", "LZMADecompressor", number(in.option % 3), number(64 << 20)), "decompress", args, 2);
}

static RegiusValue read_encoded(void)
{
    static const char *const names[] = {"a2b_base64", "a2b_hex", "a2b_uu", "a2b_qp", "b2a_qp", "b2a_base64", "hexlify", "crc32"};
    return CALL("binascii", names[in.option % RG_COUNT_OF(names)], all_bytes());
}

static RegiusValue read_codec(void)
{
    static const char *const names[] = {"utf_7_decode", "utf_8_decode", "utf_16_decode", "utf_16_le_decode", "utf_16_be_decode", "utf_32_decode",
                                        "utf_32_le_decode", "utf_32_be_decode", "ascii_decode", "latin_1_decode", "unicode_escape_decode",
                                        "raw_unicode_escape_decode", "escape_decode", "charmap_decode"};
    static const char *const errors[] = {"strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"};
    const char *name = names[in.option % RG_COUNT_OF(names)];
    RegiusValue how = regius_str(in.vm, errors[in.option / RG_COUNT_OF(names) % RG_COUNT_OF(errors)]);
    return CALL("_codecs", name, all_bytes(), how);
}

static RegiusValue read_charmap(void)
{
    size_t rest, n = first_part(&rest);
    return CALL("_codecs", "charmap_decode", bytes_of(in.data + rest, in.size - rest), regius_str(in.vm, "replace"), text_of(in.data, n));
}

static RegiusValue read_json(void)
{
    if (in.option % 2) return CALL("_json", "scanstring", all_text(), number(in.option >> 1), regius_bool(in.option & 4));
    return CALL("json", "loads", all_text());
}

static RegiusValue read_number(void)
{
    RegiusValue text = in.option & 64 ? all_bytes() : all_text();
    switch (in.option % 4) {
    case 0: return CALL("builtins", "int", text, number(in.option >> 2 & 31));
    case 1: return CALL("builtins", "float", text);
    case 2: return CALL("builtins", "complex", text);
    default: return method(call("builtins", "bytes", NULL, 0), "fromhex", &text, 1);
    }
}

/* A width is how much text the program asks for, so no large ones. */
static RegiusValue read_format(void)
{
    for (size_t i = 0, digits = 0; i < in.size; i++) {
        digits = in.data[i] >= '0' && in.data[i] <= '9' ? digits + 1 : in.data[i] < 0x80 ? 0 : digits + 1; /* others may be digits */
        if (digits > 4) return REGIUS_ERROR;
    }
    RegiusValue text = all_text();
    const RegiusValue values[] = {number(-1234567), regius_float(1e22 / 3), regius_str(in.vm, "text"), regius_bool(true), regius_none(), number(0)};
    const RegiusValue value = values[in.option / 4 % RG_COUNT_OF(values)], args[] = {value, value};
    switch (in.option % 4) {
    case 0: return CALL("builtins", "format", value, text);
    case 1: return method(text, "format", args, 2);
    case 2: return method(text, "__mod__", &value, 1);
    default: return CALL("builtins", "list", CALL("_string", "formatter_parser", text));
    }
}

static RegiusValue read_array(void)
{
    static const char *const codes[] = {"b", "B", "u", "h", "H", "i", "I", "l", "L", "q", "Q", "f", "d"};
    RegiusValue type = regius_getattr(in.vm, regius_import(in.vm, "array"), "array");
    RegiusValue code = regius_str(in.vm, codes[in.option % RG_COUNT_OF(codes)]);
    uint32_t format = in.size ? in.data[0] % 24 : 0;
    return CALL("array", "_array_reconstructor", type, code, number(format), bytes_of(in.data + (in.size > 0), in.size - (in.size > 0)));
}

static RegiusValue read_view(void)
{
    size_t rest, n = first_part(&rest);
    RegiusValue format = text_of(in.data, n), view = CALL("builtins", "memoryview", bytes_of(in.data + rest, in.size - rest));
    RegiusValue cast = format == REGIUS_ERROR ? format : method(view, "cast", &format, 1);
    return cast == REGIUS_ERROR ? cast : method(cast, "tolist", NULL, 0);
}

static RegiusValue read_unicode(void)
{
    static const char *const forms[] = {"NFC", "NFD", "NFKC", "NFKD"};
    RegiusValue text = all_text();
    if (in.option & 8) return CALL("unicodedata", "lookup", text);
    if (in.option & 4) return CALL("unicodedata", "is_normalized", regius_str(in.vm, forms[in.option % 4]), text);
    return CALL("unicodedata", "normalize", regius_str(in.vm, forms[in.option % 4]), text);
}

static RegiusValue read_csv(void)
{
    RegiusValue text = all_text();
    if (text == REGIUS_ERROR) return text;
    const RegiusValue ends = regius_bool(true);
    RegiusValue lines = in.option & 1 ? method(text, "splitlines", &ends, 1) : regius_list(in.vm, &text, 1);
    return CALL("builtins", "list", CALL("_csv", "reader", lines));
}

static RegiusValue read_int_bytes(void)
{
    const RegiusValue args[] = {all_bytes(), regius_str(in.vm, in.option & 1 ? "little" : "big")};
    return method(regius_getattr(in.vm, regius_import(in.vm, "builtins"), "int"), "from_bytes", args, 2);
}

/* Pickles name the functions that make their objects, so reading a hostile one may do anything (as CPython's documentation says). What
 * can be asked here is that the reader itself is safe: its find_class knows a few harmless types, by the name of the module alone. */
static RegiusValue harmless_unpickler(void)
{
    static const struct {
        const char *asked, *module, *type;
    } types[] = {{"builtins", "builtins", "complex"}, {"collections", "collections", "OrderedDict"}, {"_io", "_io", "BytesIO"},
                 {"__builtin__", "builtins", "set"}, {"fractions", "builtins", "slice"}, {"copyreg", "builtins", "ValueError"}};
    RegiusValue known = call("builtins", "dict", NULL, 0), namespace = call("builtins", "dict", NULL, 0);
    for (size_t i = 0; i < RG_COUNT_OF(types); i++) {
        RegiusValue type = regius_getattr(in.vm, regius_import(in.vm, types[i].module), types[i].type);
        if (!regius_setitem(in.vm, known, regius_str(in.vm, types[i].asked), type)) return REGIUS_ERROR;
    }
    RegiusValue find = CALL("builtins", "staticmethod", regius_getattr(in.vm, known, "get"));
    if (find == REGIUS_ERROR || !regius_setitem(in.vm, namespace, regius_str(in.vm, "find_class"), find)) return REGIUS_ERROR;
    const RegiusValue base = regius_getattr(in.vm, regius_import(in.vm, "_pickle"), "Unpickler");
    return CALL("builtins", "type", regius_str(in.vm, "Harmless"), CALL("builtins", "tuple", regius_list(in.vm, &base, 1)), namespace);
}

static RegiusValue unpickle(RegiusValue bytes)
{
    const RegiusValue file = CALL("_io", "BytesIO", bytes);
    return file == REGIUS_ERROR ? file : method(regius_call(in.vm, in.unpickler, &file, 1), "load", NULL, 0);
}

/* With an odd option, what was read is written and read again. */
static RegiusValue read_pickle(void)
{
    RegiusValue v = unpickle(all_bytes());
    return in.option & 1 && v != REGIUS_ERROR ? unpickle(CALL("_pickle", "dumps", v, number(in.option / 2 % 6))) : v;
}

static RegiusValue read_decimal(void)
{
    RegiusValue text = all_text(), type = regius_getattr(in.vm, regius_import(in.vm, "_decimal"), "Decimal");
    RegiusValue v = text == REGIUS_ERROR ? text : regius_call(in.vm, type, &text, 1);
    const RegiusValue other = number(7);
    static const char *const methods[] = {"normalize", "__hash__", "as_tuple", "to_integral_value", "to_eng_string", "__neg__"};
    if (in.option & 1) return method(v, methods[in.option / 2 % RG_COUNT_OF(methods)], NULL, 0);
    return method(v, in.option & 2 ? "__truediv__" : "__mul__", &other, 1);
}

static RegiusValue read_xml(void)
{
    RegiusValue parser = call("pyexpat", "ParserCreate", NULL, 0);
    const RegiusValue args[] = {all_bytes(), regius_bool(true)};
    return method(parser, "Parse", args, 2);
}

static RegiusValue (*const readers[])(void) = {
    read_marshal, read_struct, read_zlib, read_bz2, read_lzma, read_encoded, read_codec, read_charmap,
    read_json, read_number, read_format, read_array, read_view, read_unicode, read_csv, read_int_bytes,
    read_pickle, read_decimal, read_xml,
};

/* ---- the target ---- */

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    if (!freopen("/dev/null", "r", stdin)) exit(2);
    in.vm = rg_fuzz_interpreter("budget=1000000000", "gc-stress=2000");
    if (!in.vm) exit(2);
    static const char *const modules[] = {"json", "marshal", "_struct", "zlib", "_bz2", "_lzma", "binascii", "array", "unicodedata", "_csv",
                                          "_pickle", "_decimal", "pyexpat"};
    for (size_t i = 0; i < RG_COUNT_OF(modules); i++)
        if (regius_import(in.vm, modules[i]) == REGIUS_ERROR) regius_error_take(in.vm);
    in.unpickler = harmless_unpickler();
    if (in.unpickler == REGIUS_ERROR || !regius_keep(in.vm, in.unpickler)) exit(2);
    return 0;
}

static uint64_t resident_most(void)
{
    struct rusage usage;
    return getrusage(RUSAGE_SELF, &usage) == 0 ? (uint64_t)usage.ru_maxrss : 0;
}

static void read_input(void)
{
    in.vm->th->budget = MOST_JUMPS;
    in.vm->th->stopping = false;
    RegiusValue v = readers[in.reader % RG_COUNT_OF(readers)]();
    if (v != REGIUS_ERROR) v = CALL("builtins", "repr", v);
    if (regius_error_pending(in.vm)) v = CALL("builtins", "repr", regius_error_take(in.vm));
    if (regius_error_pending(in.vm)) regius_error_take(in.vm);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (!in.closed) { /* late: an engine opens what it needs first */
        if (!rg_fuzz_sandbox()) exit(2);
        in.closed = true;
    }
    if (size < 2 || size > MOST_SIZE) return 0;
    in.reader = data[0];
    in.option = data[1];
    in.data = data + 2;
    in.size = size - 2;
    uint64_t before = resident_most();
    read_input();
    if (resident_most() - before > MOST_KILOBYTES) rg_fuzz_found("a module takes too much memory", NULL);
    return 0;
}
