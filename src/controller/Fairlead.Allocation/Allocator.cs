using Fairlead.Allocation.Cluster;
using Fairlead.Allocation.Collection;
using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Listing;
using Fairlead.Allocation.Nodes;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Routes;
using Fairlead.Allocation.Spares;
using Fairlead.Allocation.Starting;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation;

/// <summary>
/// Fairlead's own plan. What is seen marks what it concerns, a node or an ENI; deciding looks into what is marked or due, and into
/// nothing else: a step costs what has changed, not what exists.
/// </summary>
/// <param name="term">The controller's term of office: written into every node's network.</param>
public sealed class Allocator(AllocatorOptions options, long term) : IAllocator
{
    private readonly AllocationState _state = new(options, term);

    public DateTimeOffset? NextDue => _state.HasWork ? _state.Now : _state.Due.Next;

    internal AllocationState State => _state;

    public void See(Observation observation, DateTimeOffset now)
    {
        Advance(now);
        if (observation is CallEnded ended)
        {
            _state.End(ended.Call)?.End(_state, ended);
        }
        else
        {
            ClusterSight.See(_state, observation);
        }

        StartStep.Run(_state);
    }

    public IReadOnlyList<Deed> Decide(DateTimeOffset now)
    {
        Advance(now);
        var looks = 0;
        while (_state.Due.TryTake(_state.Now, out var kind, out var name))
        {
            Count(ref looks, kind, name);
            Due(kind, name);
        }

        while (_state.DirtyInterfaces.TryTake(out var eni))
        {
            Count(ref looks, DueKind.Interface, eni.Id);
            InterfaceStep.Run(_state, eni);
        }

        while (_state.DirtyNodes.TryTake(out var node))
        {
            Count(ref looks, DueKind.Node, node.Name);
            NodeStep.Run(_state, node);
        }

        SpareStep.Run(_state);
        RouteStep.Run(_state);
        InstanceSearch.Run(_state);
        ClusterPublisher.Run(_state);
        return _state.TakeDeeds();
    }

    private void Count(ref int looks, DueKind kind, string name)
    {
        if (++looks > _state.Options.MostLooks)
        {
            var reserved = _state.Nodes.GetValueOrDefault(name)?.Reservations.Select(record => $"{record.Key} {ReservationPublisher.Text(record)} on {record.Home?.Id} of {record.HomeNode?.Name} for {record.Target?.Name}") ?? [];
            throw new InvalidOperationException($"one decision has taken {_state.Options.MostLooks} looks, and the next is at {kind} {name}: {string.Join("; ", reserved)}");
        }
    }

    // A clock that is set back must not make things due again that were done.
    private void Advance(DateTimeOffset now) => _state.Now = now > _state.Now ? now : _state.Now;

    private void Due(DueKind kind, string name)
    {
        switch (kind)
        {
            case DueKind.Node:
                _state.Mark(_state.Nodes.GetValueOrDefault(name));
                break;
            case DueKind.Interface when _state.Interfaces.TryGetValue(name, out var eni):
                _state.DirtyInterfaces.Mark(eni);
                _state.Mark(eni.Node);
                break;
            case DueKind.Look:
                LookStep.Run(_state);
                break;
            case DueKind.Listing:
                FullListing.Run(_state);
                break;
            case DueKind.VSwitches:
                VSwitchListing.Run(_state);
                break;
            case DueKind.Reservation when _state.Reservations.TryGetValue(name, out var record):
                FixedStep.Loose(_state, record);
                break;
            case DueKind.Spares:
                _state.Spares.IsDirty = true;
                break;
            case DueKind.Collection:
                CollectionStep.Run(_state);
                break;
            case DueKind.Routes:
                RouteStep.Refresh(_state);
                break;
            case DueKind.Start:
                StartStep.Run(_state);
                break;
        }
    }
}
