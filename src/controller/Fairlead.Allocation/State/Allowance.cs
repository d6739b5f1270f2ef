using Fairlead.Allocation.Retries;

namespace Fairlead.Allocation.State;

/// <summary>How much of one kind, addresses or whole prefixes, a vSwitch may be asked for at a time.</summary>
internal sealed class Allowance
{
    /// <summary>It refused more than this: nobody asks for more until <see cref="Retry"/> says so.</summary>
    public int Ceiling { get; private set; } = int.MaxValue;

    public Retry Retry { get; } = new();

    public bool IsFull { get; private set; }

    /// <param name="free">What it is thought to have left.</param>
    public int Most(int free, DateTimeOffset now) => Math.Max(0, IsFull && !Retry.MayTry(now) ? Math.Min(Ceiling, free) : free);

    public void Refused(AllocatorOptions options, string vSwitch, int asked, DateTimeOffset now)
    {
        Ceiling = Math.Min(IsFull ? Ceiling : int.MaxValue, asked / 2);
        IsFull = true;
        Retry.Failed(options, vSwitch, now);
    }

    public void Granted()
    {
        IsFull = false;
        Ceiling = int.MaxValue;
        Retry.Succeeded();
    }
}
