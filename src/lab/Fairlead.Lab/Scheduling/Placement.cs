namespace Fairlead.Lab.Scheduling;

/// <summary>Where a pod is to run, or why nowhere.</summary>
public abstract record Placement
{
    private Placement()
    {
    }

    public sealed record On(string Node) : Placement;

    /// <param name="Message">As Kubernetes' own scheduler words it: <c>0/2 nodes are available: 2 Insufficient fairlead.io/eni.</c></param>
    public sealed record Nowhere(string Message) : Placement;
}
