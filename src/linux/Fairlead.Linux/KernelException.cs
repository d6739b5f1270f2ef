using System.Runtime.InteropServices;
using Fairlead.Linux.Interop;
using Fairlead.Reconciliation;

namespace Fairlead.Linux;

/// <summary>The kernel said no. Ask the properties, never the text.</summary>
public sealed class KernelException(string operation, string subject, int code, string? detail = null)
    : WorldException(operation, subject, detail is null ? Errno.Describe(code) : $"{Errno.Describe(code)}: {detail}", code)
{
    /// <summary>What was to be changed or removed is not there.</summary>
    public bool IsNotFound => Code is Errno.ENOENT or Errno.ESRCH or Errno.ENODEV or Errno.EADDRNOTAVAIL;

    public bool IsExists => Code == Errno.EEXIST;

    internal static KernelException Last(string operation, string subject) =>
        new(operation, subject, Marshal.GetLastPInvokeError());
}
