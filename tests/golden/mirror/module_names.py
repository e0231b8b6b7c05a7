# dis: --stage=code --function <module>
# Names that functions write, that the body deletes, or that it may lack are loaded as they stand; a swap goes through one copy.
def change():
    global written
    written += 1
written = deleted = 0
a, b = 1, 2
for i in range(3):
    change()
    written + deleted
    del deleted
    deleted = i
    a, b = b, a + 1
    if written > 5:
        may_lack(i)
