using Fairlead.Cloud;

namespace Fairlead.Allocation.State;

/// <summary>A vSwitch, and how many addresses it can be asked for.</summary>
internal sealed class VSwitchRecord(CloudVSwitch described)
{
    // A vSwitch in pieces may have many addresses and no prefix, so what it says of the one says nothing of the other.
    private readonly Allowance _singles = new();
    private readonly Allowance _prefixes = new();
    private bool _isDoubted;

    public CloudVSwitch Described { get; set; } = described;

    /// <summary>As last described, less what was asked for since.</summary>
    public int Free { get; set; } = described.FreeAddresses;

    public bool IsFull => _singles.IsFull || _prefixes.IsFull;

    /// <summary>
    /// Whether what it says that it has is worth giving something up for elsewhere: it refused nothing since it last gave anything or got
    /// anything back. Of prefixes it says nothing, so only giving one counts.
    /// </summary>
    public bool IsTrusted(bool prefixes) => prefixes ? !_prefixes.IsFull : !_isDoubted;

    /// <summary>When it may be asked again for what it refused; long ago where it refused nothing.</summary>
    public DateTimeOffset NotBefore => _singles.Retry.NotBefore > _prefixes.Retry.NotBefore ? _singles.Retry.NotBefore : _prefixes.Retry.NotBefore;

    /// <summary>Addresses that one call may ask for now.</summary>
    public int Most(DateTimeOffset now) => _singles.Most(Free, now);

    /// <summary>Whole prefixes that one call may ask for now.</summary>
    public int MostPrefixes(DateTimeOffset now) => _prefixes.Most(Math.Max(0, Free) / 16, now);

    /// <param name="addresses">Single addresses that were asked for.</param>
    /// <param name="prefixes">Whole prefixes that were asked for; where there were any, it is them that it has not.</param>
    public void Refused(AllocatorOptions options, int addresses, int prefixes, DateTimeOffset now)
    {
        var (allowance, asked) = prefixes > 0 ? (_prefixes, prefixes) : (_singles, addresses);
        allowance.Refused(options, Described.Id, asked, now);
        _isDoubted = true;
    }

    public void Granted(bool isPrefix)
    {
        (isPrefix ? _prefixes : _singles).Granted();
        _isDoubted = false;
    }

    public void Seen(CloudVSwitch seen)
    {
        _isDoubted &= seen.FreeAddresses <= Described.FreeAddresses;
        Described = seen;
        Free = seen.FreeAddresses;
    }
}
