import json
for s in ['"abc"','"a\\n\\u00e9\\ud83d\\ude00x"','"a','"a\\','"a\\q"','"a\\u12"','"a\\u12g4"','"a\nb"','""','"\\ud800"','"\\ud800\\u0041"','{"k\\"":"v","é":"\\/"}','[1,"x\\t"]','"tab\there"','nul','[1,]','{"a" 1}','"\\u1234"','"\\u123"']:
    try: print(ascii(s), ascii(json.loads(s)))
    except Exception as e: print(ascii(s), type(e).__name__, e)
print(json.loads('"a\tb"',strict=False), json.dumps('a"\\\x00\x1f\x7fé\u2028\U0001F600\ud800'), ascii(json.dumps('é"\n\U0001F600',ensure_ascii=False)), json.dumps({1:2,None:3,True:4,2.5:[]},sort_keys=False))
