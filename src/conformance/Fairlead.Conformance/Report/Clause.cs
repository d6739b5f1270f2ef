namespace Fairlead.Conformance.Report;

/// <summary>Where in the specification (SPEC.md of CNI 1.1.0) a case comes from.</summary>
internal static class Clause
{
    public const string Network = "1 Network configuration objects";
    public const string WellKnown = "1 Optional, well-known keys";
    public const string Parameters = "2 Parameters";
    public const string Errors = "2 Errors";
    public const string Add = "2 ADD";
    public const string Del = "2 DEL";
    public const string Check = "2 CHECK";
    public const string Status = "2 STATUS";
    public const string Version = "2 VERSION";
    public const string Gc = "2 GC";
    public const string Lifecycle = "3 Lifecycle & Ordering";
    public const string Attachment = "3 Attachment Parameters";
    public const string Success = "5 ADD Success";
    public const string VersionSuccess = "5 VERSION Success";
    public const string Error = "5 Error";
    public const string ResultVersion = "5 Version";
}
