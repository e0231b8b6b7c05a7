# What the compiler warns of in eval, exec, compile and ast.parse: filters, handlers, and warnings as errors.
import warnings
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    eval('1 is 1'); exec('assert (1,"x")'); compile('"\\d"','f','exec')
    print([(x.category.__name__, str(x.message), x.filename, x.lineno) for x in w])
for k in range(2):
  with warnings.catch_warnings():
    warnings.simplefilter('error')
    for text in ('1 is 1', '"\\d"', '(1)(2)', '1if 2 else 3', '0x1for x in y'):
        try:
            eval(text)
        except SyntaxError as e:
            print(type(e).__name__, e, e.lineno, e.offset, e.text, e.end_offset)
        except Exception as e: print(type(e).__name__, e)
with warnings.catch_warnings():
    warnings.simplefilter('ignore')
    print(eval('1 is 1'))
try:
    exec('x = 1 is 1\n)')
except SyntaxError as e: print(e)
import ast
with warnings.catch_warnings(record=True) as w:
    warnings.simplefilter('always')
    ast.parse('"\\d"'); print(len(w))
def warn_handler(*a): print('handler', eval('1+1'), a[0])
warnings.showwarning = warn_handler
warnings.simplefilter('always')
eval('2 is 2')
