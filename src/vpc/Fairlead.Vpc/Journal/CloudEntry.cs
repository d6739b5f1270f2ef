using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;

namespace Fairlead.Vpc.Journal;

/// <summary>Whatever changes a cloud: doing the same entries at the same times to the same state gives the same state again.</summary>
public abstract record CloudEntry
{
    public abstract CloudStep Apply(CloudState state, DateTimeOffset now);
}

public sealed record CallEntry(CloudChange Call) : CloudEntry
{
    public override CloudStep Apply(CloudState state, DateTimeOffset now) => CloudMachine.Change(state, Call, now);
}

public sealed record VanishEntry(string Interface) : CloudEntry
{
    public override CloudStep Apply(CloudState state, DateTimeOffset now) => new(CloudMachine.Vanish(state, Interface), DoneReply.Instance, null);
}

public sealed record SettingsEntry(CloudSettings Settings) : CloudEntry
{
    public override CloudStep Apply(CloudState state, DateTimeOffset now) => new(state with { Settings = Settings }, DoneReply.Instance, null);
}

public sealed record WorldEntry(CloudState State) : CloudEntry
{
    public override CloudStep Apply(CloudState state, DateTimeOffset now) => new(State, DoneReply.Instance, null);
}

/// <param name="At">By the clock of the cloud that it was done to.</param>
public sealed record JournalLine(DateTimeOffset At, CloudEntry Entry)
{
    /// <summary>The state after it: what was due before has happened first.</summary>
    public CloudState Replay(CloudState state) => Entry.Apply(CloudMachine.Elapse(state, At), At).Next;
}
