namespace Fairlead.Linux.Interop;

/// <summary>Error numbers of include/uapi/asm-generic/errno*.h that this layer tells apart or names.</summary>
public static class Errno
{
    public const int EPERM = 1;
    public const int ENOENT = 2;
    public const int ESRCH = 3;
    public const int EINTR = 4;
    public const int EAGAIN = 11;
    public const int EACCES = 13;
    public const int EBUSY = 16;
    public const int EEXIST = 17;
    public const int ENODEV = 19;
    public const int EINVAL = 22;
    public const int ENOSPC = 28;
    public const int EROFS = 30;
    public const int ERANGE = 34;
    public const int ELOOP = 40;
    public const int EBADMSG = 74;
    public const int EOPNOTSUPP = 95;
    public const int EADDRNOTAVAIL = 99;
    public const int ENETDOWN = 100;
    public const int ENETUNREACH = 101;
    public const int ENOBUFS = 105;
    public const int ENOTCONN = 107;

    private static readonly Dictionary<int, string> Names = new()
    {
        [EPERM] = "operation not permitted (EPERM)",
        [ENOENT] = "no such file or object (ENOENT)",
        [ESRCH] = "no such object (ESRCH)",
        [EINTR] = "interrupted (EINTR)",
        [EAGAIN] = "try again (EAGAIN)",
        [EACCES] = "permission denied (EACCES)",
        [EBUSY] = "device or resource busy (EBUSY)",
        [EEXIST] = "exists already (EEXIST)",
        [ENODEV] = "no such device (ENODEV)",
        [EINVAL] = "invalid argument (EINVAL)",
        [ENOSPC] = "no space left (ENOSPC)",
        [EROFS] = "read-only file system (EROFS)",
        [ERANGE] = "out of range (ERANGE)",
        [ELOOP] = "too many levels (ELOOP)",
        [EBADMSG] = "malformed message (EBADMSG)",
        [EOPNOTSUPP] = "not supported by this kernel (EOPNOTSUPP)",
        [EADDRNOTAVAIL] = "address not available (EADDRNOTAVAIL)",
        [ENETDOWN] = "network is down (ENETDOWN)",
        [ENETUNREACH] = "network is unreachable (ENETUNREACH)",
        [ENOBUFS] = "no buffer space (ENOBUFS)",
        [ENOTCONN] = "not connected (ENOTCONN)",
    };

    public static string Describe(int code) => Names.GetValueOrDefault(code, $"error {code}");
}
