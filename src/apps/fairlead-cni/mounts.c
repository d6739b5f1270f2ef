/* The runtime looks for its control group's limits in /proc/self/mountinfo, twice, before our first line runs. A node with pods has
   thousands of mounts, and a plug-in whose heap is limited to 32 MiB anyway needs none of it: with 1,000 mounts its start took 3.5 ms
   instead of 1.2. The linker leads the runtime's fopen here (--wrap). */
#include <stdio.h>
#include <string.h>

FILE *__real_fopen64(const char *path, const char *mode);

FILE *__wrap_fopen64(const char *path, const char *mode)
{
    return strcmp(path, "/proc/self/mountinfo") == 0 ? NULL : __real_fopen64(path, mode);
}
