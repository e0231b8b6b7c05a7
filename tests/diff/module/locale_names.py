# Locales: names of categories, what is refused, conventions, comparing texts.
import locale
import subprocess
import sys


def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__module__, type(e).__name__, e)


print(locale.setlocale(locale.LC_NUMERIC), locale.setlocale(locale.LC_TIME, None), locale.getencoding(), locale.getpreferredencoding())
for category, name in ((locale.LC_NUMERIC, "C"), (locale.LC_NUMERIC, "xx_YY"), (locale.LC_ALL, "C.UTF-8"), (locale.LC_ALL, "POSIX"), (locale.LC_ALL, "C"),
                       (99, "C"), (-1, "C"), (locale.LC_TIME, 5), (locale.LC_TIME, "a\nb"), ("x", "C"), (locale.LC_TIME, "C.UTF-8")):
    show(locale.setlocale, category, name)
saved = locale.setlocale(locale.LC_ALL)
print(saved)
print(locale.setlocale(locale.LC_ALL, "C"), locale.setlocale(locale.LC_ALL, saved) == saved, locale.setlocale(locale.LC_TIME))
locale.setlocale(locale.LC_ALL, "C.UTF-8")
print(sorted(locale.localeconv().items()))
print([locale.nl_langinfo(k) for k in (locale.CODESET, locale.DAY_1, locale.ABMON_12, locale.RADIXCHAR, locale.D_FMT, locale.YESEXPR)])
show(locale.nl_langinfo, 5)
print(locale.strcoll("a", "b") < 0, locale.strcoll("b", "a") > 0, locale.strcoll("é", "é"), locale.strxfrm("abc"), sorted("bécaZ", key=locale.strxfrm))
show(locale.strcoll, "a\0", "b")
show(locale.strxfrm, 5)
show(locale.strcoll, "a", 5)
print(locale.format_string("%.2f %d", (1234.5, 10**6), grouping=True), locale.atof("1.5"), locale.str(2.5), locale.currency is not None)
print(locale.normalize("en_US"), locale.Error, 1.5, float("2.5"), "%.3f" % 3.25)
code = "import locale; print(locale.setlocale(locale.LC_CTYPE), locale.setlocale(locale.LC_ALL, '')); print(locale.setlocale(locale.LC_ALL))"
for environment in ({"LC_ALL": "C.UTF-8"}, {"LANG": "C.UTF-8"}, {}, {"LANG": "C"}, {"LC_ALL": "POSIX"}):
    print(environment, subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True).stdout)
