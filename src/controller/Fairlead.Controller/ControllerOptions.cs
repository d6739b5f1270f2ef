using Fairlead.Allocation;

namespace Fairlead.Controller;

/// <summary>How a controller runs.</summary>
public sealed record ControllerOptions
{
    /// <summary>Who decides, in a term of office; a new one for each.</summary>
    public required Func<long, IAllocator> Allocator { get; init; }

    /// <summary>Never the same for two processes.</summary>
    public required string Identity { get; init; }

    public string LeaseNamespace { get; init; } = "kube-system";

    public string LeaseName { get; init; } = "fairlead-controller";

    /// <summary>How long others wait before they take the Lease of one that is silent.</summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    public TimeSpan LeaseRenewWithin { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan LeaseRetry { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Calls of the cloud that change something and are out at once. The provider has its own pace; this bounds what waits in it.</summary>
    public int ChangesAtOnce { get; init; } = 100;

    /// <summary>The same of calls that read.</summary>
    public int ReadsAtOnce { get; init; } = 20;

    /// <summary>Objects of the store that are written at once.</summary>
    public int WritesAtOnce { get; init; } = 16;

    /// <summary>Gets what an operator should read, a line each.</summary>
    public Action<string> Log { get; init; } = static _ => { };
}
