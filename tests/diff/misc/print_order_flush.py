import sys, os
print("a"); sys.stdout.flush(); os.write(1, b"b\n"); print("c", flush=True); os.write(1, b"d\n"); sys.stdout.write("e\n"); print("\u00e9\u4e2d\U0001f600")
