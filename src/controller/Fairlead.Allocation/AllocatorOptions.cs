namespace Fairlead.Allocation;

/// <summary>Times and numbers of the allocator that no user writes. The defaults are for Alibaba Cloud.</summary>
public sealed record AllocatorOptions
{
    /// <summary>Of the jitter of retries: the same seed and the same observations give the same deeds.</summary>
    public ulong Seed { get; init; }

    /// <summary>ENIs that are attached to or detached from one instance at a time; more are refused by the cloud.</summary>
    public int AttachesInFlight { get; init; } = 5;

    /// <summary>Addresses or prefixes that one call gives or takes at most.</summary>
    public int MostPerCall4 { get; init; } = 32;

    public int MostPerCall6 { get; init; } = 10;

    public int MostPerRelease { get; init; } = 10;

    /// <summary>Addresses that an ENI can be made with: more only once it is on an instance.</summary>
    public int MostAtBirth4 { get; init; } = 50;

    public int MostAtBirth6 { get; init; } = 10;

    /// <summary>When an ENI that is being attached is looked at first: no cloud does it faster.</summary>
    public TimeSpan FirstLook { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>All ENIs on their way are looked at together, this often.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>An ENI on its way that no look finds for so long has vanished.</summary>
    public TimeSpan LostAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often everything of ours in the cloud is listed and compared.</summary>
    public TimeSpan ListEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How old a description may be that says less than what was done: younger changes are not judged by it.</summary>
    public TimeSpan DescriptionLag { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Numbers in a node's status are written at most this often; what somebody waits for is written at once.</summary>
    public TimeSpan StatusEvery { get; init; } = TimeSpan.FromSeconds(10);

    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a limit is believed that the cloud named and no table did.</summary>
    public TimeSpan BelieveLimitFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Looks at due times, ENIs and nodes that one decision may take; null: as many as it takes. A simulation would hang in one without end.</summary>
    public int? MostLooks { get; init; }
}
