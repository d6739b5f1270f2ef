using Fairlead.Allocation.Retries;
using Fairlead.Cloud;

namespace Fairlead.Allocation.State;

/// <summary>A vSwitch, and how many addresses it can be asked for.</summary>
internal sealed class VSwitchRecord(CloudVSwitch described)
{
    public CloudVSwitch Described { get; set; } = described;

    /// <summary>As last described, less what was asked for since.</summary>
    public int Free { get; set; } = described.FreeAddresses;

    /// <summary>It refused one more than this: nobody asks for more until <see cref="Retry"/> says so.</summary>
    public int Ceiling { get; private set; } = int.MaxValue;

    public Retry Retry { get; } = new();

    public bool IsFull { get; private set; }

    /// <summary>Addresses that one call may ask for now.</summary>
    public int Most(DateTimeOffset now) => IsFull && !Retry.MayTry(now) ? Math.Min(Ceiling, Free) : Free;

    public void Refused(AllocatorOptions options, int asked, DateTimeOffset now)
    {
        Ceiling = Math.Min(IsFull ? Ceiling : int.MaxValue, asked / 2);
        IsFull = true;
        Retry.Failed(options, Described.Id, now);
    }

    public void Granted()
    {
        IsFull = false;
        Ceiling = int.MaxValue;
        Retry.Succeeded();
    }

    public void Seen(CloudVSwitch seen)
    {
        Described = seen;
        Free = seen.FreeAddresses;
    }
}
