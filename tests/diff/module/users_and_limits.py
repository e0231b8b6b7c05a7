# counts: no, it goes through the names of a module
# pwd, grp and resource: the host's users, groups and limits.
import grp, os, pwd, resource
def t(f):
    try: r = f()
    except Exception as e: print(type(e).__name__, e)
    else: print(r)
t(lambda: pwd.getpwuid(0)); t(lambda: pwd.getpwnam('root').pw_dir); t(lambda: pwd.getpwnam('no such user')); t(lambda: pwd.getpwuid(4000000)); t(lambda: pwd.getpwuid(-5)); t(lambda: pwd.getpwuid(2**70)); t(lambda: pwd.getpwuid('a')); t(lambda: pwd.getpwnam(1))
t(lambda: [p.pw_name for p in pwd.getpwall()][:3]); t(lambda: pwd.getpwall()[0] == pwd.getpwuid(0)); t(lambda: pwd.struct_passwd)
t(lambda: grp.getgrgid(0)); t(lambda: grp.getgrnam('root').gr_mem); t(lambda: grp.getgrnam('no such group')); t(lambda: grp.getgrgid(4000000)); t(lambda: grp.getgrgid('a')); t(lambda: len(grp.getgrall()) > 3); t(lambda: grp.getgrgid(id=0).gr_name)
t(lambda: os.path.expanduser('~root')); t(lambda: os.path.expanduser('~no such user/x'))
u = resource.getrusage(resource.RUSAGE_SELF)
print(type(u), len(u), u.ru_utime >= 0, u.ru_maxrss > 1000, u[0] == u.ru_utime)
t(lambda: resource.getrusage(99)); t(lambda: resource.getrlimit(99)); t(lambda: resource.getrlimit(-1)); t(lambda: len(resource.getrlimit(resource.RLIMIT_NOFILE)))
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard)); print(resource.getrlimit(resource.RLIMIT_NOFILE)[0], resource.prlimit(0, resource.RLIMIT_NOFILE, (65, hard))[0], resource.prlimit(0, resource.RLIMIT_NOFILE)[0])
t(lambda: resource.setrlimit(resource.RLIMIT_CORE, (1, 0))); t(lambda: resource.setrlimit(resource.RLIMIT_CORE, (1,))); t(lambda: resource.setrlimit(resource.RLIMIT_CORE, ('a', 1))); t(lambda: resource.setrlimit(resource.RLIMIT_CORE, 5))
t(lambda: resource.getpagesize()); t(lambda: resource.error is OSError); t(lambda: resource.RLIM_INFINITY)
t(lambda: sorted(n for n in dir(resource) if n.isupper()))
