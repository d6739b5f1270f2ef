using Fairlead.Reconciliation;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Packets.Fabric;

/// <summary>State machine and packet face together: events go in one at a time, and the answer says that packets meet the new state.</summary>
public sealed class VpcFabric(PacketFabric packets, TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private VpcState _state = VpcState.Empty;

    public VpcState State => Volatile.Read(ref _state);

    public void Start() => packets.Start();

    /// <exception cref="VpcRefusedException">The cloud's rules forbid it; nothing has changed.</exception>
    /// <exception cref="Model.Problems.ProblemException">A configuration with mistakes; nothing has changed.</exception>
    /// <exception cref="WorldException">The kernel refused; the state is as before.</exception>
    public VpcState Submit(VpcEvent change)
    {
        lock (_lock)
        {
            var step = VpcMachine.Step(_state, change, clock.GetUtcNow());
            if (step.Refusal is { } refusal)
            {
                throw new VpcRefusedException(refusal);
            }

            try
            {
                packets.Apply(step);
            }
            catch (WorldException)
            {
                GoBack(step);
                throw;
            }

            Volatile.Write(ref _state, step.Next);
            return step.Next;
        }
    }

    public VpcSnapshot Snapshot()
    {
        lock (_lock)
        {
            return new VpcSnapshot { State = _state, Drops = packets.ReadDrops(), RecentDrops = packets.RecentDrops, Answers = packets.Answers };
        }
    }

    public void Dispose() => packets.Dispose();

    /// <summary>Packets meet the state before the step again: what the kernel refused has not happened.</summary>
    private void GoBack(VpcStep step)
    {
        try
        {
            packets.Apply(new VpcStep(_state, [.. step.Commands.OfType<PlugIn>().Select(plug => new PullOut(plug.Port))], null));
        }
        catch (WorldException)
        {
            // What was refused on the way in may be refused on the way out; the first refusal is the one to tell.
        }
    }
}
