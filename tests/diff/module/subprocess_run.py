import subprocess, sys
print(subprocess.run(['echo','hi'],capture_output=True,text=True))
print(subprocess.check_output('cat; exit 0',shell=True,input=b'abc'))
p=subprocess.run(['sh','-c','echo err >&2; exit 3'],stderr=subprocess.PIPE); print(p.returncode,p.stderr)
try: subprocess.run(['/nonexistent'])
except FileNotFoundError as e: print(e)
try: subprocess.run(['false'],check=True)
except subprocess.CalledProcessError as e: print(e)
