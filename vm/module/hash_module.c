/* SPDX-License-Identifier: MIT
 *
 * hash_module.c: _md5, _sha1, _sha256, _sha512, _sha3 and _blake2: digest objects for hashlib.
 */
#include "vm/module/hash_algos.h"
#include "vm/module/registry.h"
#include "vm/object/bytes.h"
#include "vm/object/call.h"
#include "vm/object/int.h"
#include "vm/object/str.h"

typedef struct Hash {
    RgObject head;
    RgDigest d;
} Hash;

#define SELF (&RG_AS(Hash, self)->d)
#define METHOD(NAME) static RgValue m_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)

static const char *const names[] = {"md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512",
                                    "shake_128", "shake_256", "blake2b", "blake2s"};

static bool update(RgThread *th, RgDigest *d, RgValue data)
{
    RgBufferView view;
    if (rg_is_str(data)) {
        rg_raise(th, RG_EXC_TypeError, "Strings must be encoded before hashing");
        return false;
    }
    if (!rg_buffer_supported(data)) {
        rg_raise(th, RG_EXC_TypeError, "object supporting the buffer API required");
        return false;
    }
    if (!rg_buffer_get(th, data, &view, false)) return false;
    rg_digest_update(d, view.data, (size_t)view.len);
    rg_buffer_release(&view);
    return true;
}

METHOD(update)
{
    return update(th, SELF, args[0]) ? RG_NONE : RG_ERROR;
}

METHOD(copy)
{
    Hash *h = rg_object_new_of(th, rg_type_of(th->rt, self), 0);
    if (h) h->d = *SELF;
    return rg_from_ptr(h);
}

static RgBytes *digest(RgThread *th, RgValue self, RgValue length)
{
    int64_t n = SELF->size;
    if (n == 0) {
        if (length == RG_UNBOUND) {
            rg_raise(th, RG_EXC_TypeError, "digest() missing required argument 'length' (pos 1)");
            return NULL;
        }
        if (!rg_number_as_i64(th, length, &n)) return NULL;
        if (n < 0 || n >= 1 << 29) {
            rg_raise(th, RG_EXC_ValueError, n < 0 ? "value must be positive" : "length is too large");
            return NULL;
        }
    }
    RgBytes *b = rg_bytes_new(th, NULL, n);
    if (b && n) rg_digest_final(SELF, b->data, (size_t)n);
    return b;
}

static RgValue hex(RgThread *th, RgBytes *b)
{
    RgStr *s = b ? rg_str_new(th, b->length * 2, 0x7f) : NULL;
    for (int64_t i = 0; s && i < b->length; i++) {
        s->data[2 * i] = (uint8_t)"0123456789abcdef"[b->data[i] >> 4];
        s->data[2 * i + 1] = (uint8_t)"0123456789abcdef"[b->data[i] & 15];
    }
    return rg_from_ptr(s);
}

METHOD(digest)
{
    return rg_from_ptr(digest(th, self, RG_UNBOUND));
}

METHOD(hexdigest)
{
    return hex(th, digest(th, self, RG_UNBOUND));
}

METHOD(digest_of)
{
    return rg_from_ptr(digest(th, self, args[0]));
}

METHOD(hexdigest_of)
{
    return hex(th, digest(th, self, args[0]));
}

static RgValue get_name(RgThread *th, RgValue self) { return rg_from_ptr(rg_intern_cstr(th, names[SELF->algo])); }
static RgValue get_size(RgThread *th, RgValue self) { return rg_from_int(SELF->size); }
static RgValue get_block(RgThread *th, RgValue self) { return rg_from_int(SELF->block); }

static const RgMethodDef fixed_methods[] = {
    RG_METHOD("update", "($self, obj, /)", "Add data.", m_update), RG_METHOD("copy", "($self, /)", "A copy of the state.", m_copy),
    RG_METHOD("digest", "($self, /)", "The digest as bytes.", m_digest),
    RG_METHOD("hexdigest", "($self, /)", "The digest in hexadecimal.", m_hexdigest), RG_METHOD_END};
static const RgMethodDef shake_methods[] = {
    RG_METHOD("update", "($self, obj, /)", "Add data.", m_update), RG_METHOD("copy", "($self, /)", "A copy of the state.", m_copy),
    RG_METHOD("digest", "($self, length, /)", "The digest as bytes.", m_digest_of),
    RG_METHOD("hexdigest", "($self, length, /)", "The digest in hexadecimal.", m_hexdigest_of), RG_METHOD_END};
static const RgGetSetDef hash_getset[] = {
    {"name", get_name, NULL, NULL}, {"digest_size", get_size, NULL, NULL}, {"block_size", get_block, NULL, NULL}, RG_GETSET_END};

static RgValue blake_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames);

static const RgTypeSpec fixed_spec = {.flags = RG_TF_NO_NEW, .basicsize = sizeof(Hash), .cell = {"hash", NULL, NULL},
                                      .methods = fixed_methods, .getset = hash_getset};
static const RgTypeSpec blake_spec = {.flags = 0, .basicsize = sizeof(Hash), .cell = {"blake2", NULL, NULL},
                                      .slots = {.new_ = blake_new}, .methods = fixed_methods, .getset = hash_getset};

/* A module function's self is its module; the type is kept there as NAMEType or in the state of the module. */
static RgValue new_hash(RgThread *th, RgValue module, RgHashAlgo algo, const char *type_name, RgValue data)
{
    RgValue type = rg_dict_get_cstr(th, RG_AS(RgModule, module)->dict, type_name);
    if (!type) return rg_raise(th, RG_EXC_RuntimeError, "lost %s", type_name);
    Hash *h = rg_object_new_of(th, RG_AS(RgType, type), 0);
    if (!h) return RG_ERROR;
    rg_digest_init(&h->d, algo);
    return data == RG_UNBOUND || update(th, &h->d, data) ? rg_from_ptr(h) : RG_ERROR;
}

#define MAKER(NAME, ALGO, TYPE)                                                                  \
    static RgValue f_##NAME(RgThread *th, RgValue self, const RgValue *args, size_t nargs)       \
    {                                                                                            \
        return new_hash(th, self, ALGO, TYPE, args[0]);                                          \
    }
MAKER(md5, RG_MD5, "MD5Type")
MAKER(sha1, RG_SHA1, "SHA1Type")
MAKER(sha224, RG_SHA224, "SHA224Type")
MAKER(sha256, RG_SHA256, "SHA256Type")
MAKER(sha384, RG_SHA384, "SHA384Type")
MAKER(sha512, RG_SHA512, "SHA512Type")
#undef MAKER

#define FUNCTION(NAME, DOC) RG_METHOD(#NAME, "($module, /, string=b'', *, usedforsecurity=True)", DOC, f_##NAME)
static const RgMethodDef md5_functions[] = {FUNCTION(md5, "An MD5 digest."), RG_METHOD_END};
static const RgMethodDef sha1_functions[] = {FUNCTION(sha1, "A SHA-1 digest."), RG_METHOD_END};
static const RgMethodDef sha256_functions[] = {FUNCTION(sha224, "A SHA-224 digest."), FUNCTION(sha256, "A SHA-256 digest."), RG_METHOD_END};
static const RgMethodDef sha512_functions[] = {FUNCTION(sha384, "A SHA-384 digest."), FUNCTION(sha512, "A SHA-512 digest."), RG_METHOD_END};

static bool add_type(RgThread *th, RgModule *m, const char *module, const char *python_name, const char *attribute, const RgTypeSpec *spec)
{
    RgType *type = rg_type_new_native(th, module, python_name, RG_TYPE(th, object), spec);
    return type && rg_module_set(th, m, attribute, rg_from_ptr(type));
}

bool rg_module_init_md5(RgThread *th, RgModule *m)
{
    return add_type(th, m, "_md5", "md5", "MD5Type", &fixed_spec) && rg_module_add_functions(th, m, md5_functions);
}

bool rg_module_init_sha1(RgThread *th, RgModule *m)
{
    return add_type(th, m, "_sha1", "sha1", "SHA1Type", &fixed_spec) && rg_module_add_functions(th, m, sha1_functions);
}

bool rg_module_init_sha256(RgThread *th, RgModule *m)
{
    return add_type(th, m, "_sha256", "sha224", "SHA224Type", &fixed_spec) &&
           add_type(th, m, "_sha256", "sha256", "SHA256Type", &fixed_spec) && rg_module_add_functions(th, m, sha256_functions);
}

bool rg_module_init_sha512(RgThread *th, RgModule *m)
{
    return add_type(th, m, "_sha512", "sha384", "SHA384Type", &fixed_spec) &&
           add_type(th, m, "_sha512", "sha512", "SHA512Type", &fixed_spec) && rg_module_add_functions(th, m, sha512_functions);
}

/* ---- SHA-3: the names are types ---- */

static RgValue sha3_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[2] = {RG_UNBOUND, RG_UNBOUND};
    if (!rg_args_parse(th, type->cname, "(data=b'', /, *, usedforsecurity=True)", args, nargs, kwnames, a)) return RG_ERROR;
    RgHashAlgo algo = RG_SHA3_224;
    while (algo < RG_SHAKE_256 && !rg_str_equal_cstr(type->name, names[algo])) algo++;
    Hash *h = rg_object_new_of(th, type, 0);
    if (!h) return RG_ERROR;
    rg_digest_init(&h->d, algo);
    return a[0] == RG_UNBOUND || update(th, &h->d, a[0]) ? rg_from_ptr(h) : RG_ERROR;
}

static const RgTypeSpec sha3_spec = {.basicsize = sizeof(Hash), .cell = {"sha3", NULL, NULL}, .slots = {.new_ = sha3_new},
                                     .methods = fixed_methods, .getset = hash_getset};
static const RgTypeSpec sha3_shake_spec = {.basicsize = sizeof(Hash), .cell = {"shake", NULL, NULL}, .slots = {.new_ = sha3_new},
                                           .methods = shake_methods, .getset = hash_getset};

bool rg_module_init_sha3(RgThread *th, RgModule *m)
{
    for (int a = RG_SHA3_224; a <= RG_SHAKE_256; a++) {
        if (!add_type(th, m, "_sha3", names[a], names[a], a >= RG_SHAKE_128 ? &sha3_shake_spec : &sha3_spec)) return false;
    }
    return rg_module_set_str(th, m, "implementation", "generic");
}

/* ---- BLAKE2 ---- */

static bool bounded(RgThread *th, RgValue v, int64_t absent, int64_t low, int64_t high, const char *text, uint32_t *out)
{
    int64_t i = absent;
    if (v != RG_UNBOUND && !rg_number_as_i64(th, v, &i)) return false;
    *out = (uint32_t)i;
    if (i >= low && i <= high) return true;
    rg_raise(th, RG_EXC_ValueError, "%s", text);
    return false;
}

/* A bytes argument of at most max bytes copied into out, zero-padded. */
static bool text_arg(RgThread *th, RgValue v, const char *what, uint32_t max, uint8_t *out, uint32_t *len)
{
    RgBufferView view;
    *len = 0;
    memset(out, 0, max);
    if (v == RG_UNBOUND) return true;
    if (!rg_buffer_get(th, v, &view, false)) return false;
    bool ok = view.len <= max;
    if (ok) {
        memcpy(out, view.data, (size_t)view.len);
        *len = (uint32_t)view.len;
    }
    rg_buffer_release(&view);
    if (!ok) rg_raise(th, RG_EXC_ValueError, "maximum %s length is %u bytes", what, max);
    return ok;
}

static RgValue blake_new(RgThread *th, RgType *type, const RgValue *args, size_t nargs, RgTuple *kwnames)
{
    RgValue a[14];
    for (int i = 0; i < 14; i++) a[i] = RG_UNBOUND;
    if (!rg_args_parse(th, type->cname,
                       "(data=b'', /, *, digest_size=64, key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0, node_offset=0, "
                       "node_depth=0, inner_size=0, last_node=False, usedforsecurity=True)",
                       args, nargs, kwnames, a)) {
        return RG_ERROR;
    }
    bool big = rg_str_equal_cstr(type->name, "blake2b");
    uint32_t max = big ? 64 : 32, short_max = big ? 16 : 8, ignored;
    uint8_t key[64], salt[16], person[16];
    RgBlakeParams p = {.key = key, .salt = salt, .person = person};
    if (!bounded(th, a[1], max, 1, max, big ? "digest_size for blake2b must be between 1 and 64 bytes, here it is out of range"
                                            : "digest_size for blake2s must be between 1 and 32 bytes, here it is out of range", &p.digest_size) ||
        !text_arg(th, a[2], "key", max, key, &p.key_len) || !text_arg(th, a[3], "salt", short_max, salt, &ignored) ||
        !text_arg(th, a[4], "person", short_max, person, &ignored) ||
        !bounded(th, a[5], 1, 0, 255, "fanout must be between 0 and 255", &p.fanout) ||
        !bounded(th, a[6], 1, 1, 255, "depth must be between 1 and 255", &p.depth) ||
        !bounded(th, a[7], 0, 0, UINT32_MAX, "leaf_size is too large", &p.leaf_size) ||
        !bounded(th, a[9], 0, 0, 255, "node_depth must be between 0 and 255", &p.node_depth) ||
        !bounded(th, a[10], 0, 0, max, "inner_size must be between 0 and is 64", &p.inner_size)) {
        return RG_ERROR;
    }
    if (a[8] != RG_UNBOUND) {
        int64_t offset;
        if (!rg_number_as_i64(th, a[8], &offset)) return RG_ERROR;
        p.node_offset = (uint64_t)offset;
    }
    if (a[11] != RG_UNBOUND) {
        int last = rg_truth(th, a[11]);
        if (last < 0) return RG_ERROR;
        p.last_node = last;
    }
    Hash *h = rg_object_new_of(th, type, 0);
    if (!h) return RG_ERROR;
    rg_digest_init_blake(&h->d, big ? RG_BLAKE2B : RG_BLAKE2S, &p);
    return a[0] == RG_UNBOUND || update(th, &h->d, a[0]) ? rg_from_ptr(h) : RG_ERROR;
}

bool rg_module_init_blake2(RgThread *th, RgModule *m)
{
    for (int a = RG_BLAKE2B; a <= RG_BLAKE2S; a++) {
        int64_t big = a == RG_BLAKE2B;
        RgType *type = rg_type_new_native(th, "_blake2", names[a], RG_TYPE(th, object), &blake_spec);
        if (!type || !rg_module_set(th, m, names[a], rg_from_ptr(type)) ||
            !rg_dict_set_cstr(th, type->dict, "SALT_SIZE", rg_from_int(big ? 16 : 8)) ||
            !rg_dict_set_cstr(th, type->dict, "PERSON_SIZE", rg_from_int(big ? 16 : 8)) ||
            !rg_dict_set_cstr(th, type->dict, "MAX_KEY_SIZE", rg_from_int(big ? 64 : 32)) ||
            !rg_dict_set_cstr(th, type->dict, "MAX_DIGEST_SIZE", rg_from_int(big ? 64 : 32))) {
            return false;
        }
    }
    return true;
}
