namespace Fairlead.Reconciliation;

/// <summary>
/// The world said no: operation, object and code, <c>adding route 10.4.2.0/24 dev fl.vxlan table 254: no such device (ENODEV)</c>.
/// Caught only by the reconciler, which puts it into the row's status.
/// </summary>
public class WorldException(string operation, string subject, string reason, int code, Exception? inner = null)
    : Exception($"{operation} {subject}: {reason}", inner)
{
    public string Operation { get; } = operation;

    public string Subject { get; } = subject;

    /// <summary>The errno, positive, where the world is a kernel; 0 where it has none.</summary>
    public int Code { get; } = code;
}
