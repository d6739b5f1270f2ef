using System.Globalization;
using Fairlead.Allocation.Spares;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Interfaces;

/// <summary>Takes in an ENI of ours that was not known: of an earlier controller, or one whose making was never answered.</summary>
internal static class Adoption
{
    public static InterfaceRecord Take(AllocationState state, CloudInterface seen)
    {
        var eni = new InterfaceRecord(seen.Id)
        {
            Stage = InterfaceSighting.StageOf(seen.State),
            MadeFor = seen.Tags.GetValueOrDefault(ResourceNames.NodeTag, ""),
            Use = Enum.TryParse<InterfaceUse>(seen.Tags.GetValueOrDefault(ResourceNames.UseTag), out var use) ? use : InterfaceUse.Shared,
            IsSpare = IsSpare(seen) && InterfaceSighting.StageOf(seen.State) == InterfaceStage.Available,
            Class = seen.Tags.GetValueOrDefault(ResourceNames.ClassTag, ""),
            Kept = !seen.DeletedWithInstance,
            ChangedAt = state.Now,
        };
        InterfaceSighting.Properties(eni, seen);
        eni.PutOn = IsOurPlace(state, seen) ? seen.Instance : "";
        state.Interfaces.Add(eni.Id, eni);
        var owner = Owner(state, eni);
        var offered = owner?.Earlier?.Interfaces.FirstOrDefault(known => known.Id == eni.Id);
        if (IsSpare(seen) && owner is not null)
        {
            // Its tag was written before anybody knew; where the store does not know either, nobody was offered it, and it becomes what the
            // node lacks.
            (eni.Use, eni.Class, eni.IsUndecided) = offered is null ? (InterfaceUse.Shared, "", true) : (offered.Use, offered.Class, false);
        }

        Generations(state, owner, eni, seen, offered);
        Ownership.Take(state, eni, owner);
        InterfaceSighting.Watch(state, eni, TimeSpan.Zero);
        state.DirtyInterfaces.Mark(eni);
        return eni;
    }

    /// <summary>Whoever it is on, else whom it was made for; null for nobody.</summary>
    public static NodeRecord? Owner(AllocationState state, InterfaceRecord eni)
    {
        if (eni.Stage is InterfaceStage.Attached or InterfaceStage.Attaching or InterfaceStage.Detaching)
        {
            return state.NodesByInstance.GetValueOrDefault(eni.Instance);
        }

        return eni.Stage == InterfaceStage.Available && state.Nodes.TryGetValue(eni.MadeFor, out var node)
            && (!state.Instances.TryGetValue(node.InstanceId, out var instance) || instance.Zone == eni.Zone) ? node : null;
    }

    // Its tag says for which instance it was made, and the store where each node was. What is elsewhere, somebody else put there.
    private static bool IsOurPlace(AllocationState state, CloudInterface seen) =>
        seen.Tags.GetValueOrDefault(ResourceNames.InstanceTag) == seen.Instance || state.NodesByInstance.ContainsKey(seen.Instance)
        || state.Nodes.Values.Any(node => node.Earlier?.Instance == seen.Instance);

    private static bool IsSpare(CloudInterface seen) => seen.Tags.GetValueOrDefault(ResourceNames.UseTag) == SpareStep.Use;

    // What the store remembers keeps its generation; what it does not remember gets one that no agent has acknowledged.
    private static void Generations(AllocationState state, NodeRecord? owner, InterfaceRecord eni, CloudInterface seen, NodeInterface? offered)
    {
        _ = long.TryParse(seen.Tags.GetValueOrDefault(ResourceNames.GenerationTag), CultureInfo.InvariantCulture, out var tagged);
        if (owner is not null)
        {
            owner.LastGeneration = Math.Max(owner.LastGeneration, tagged);
        }

        eni.Generation = offered?.Generation ?? tagged;
        eni.Retiring = offered?.Retiring == true;
        var known = offered?.Ranges.ToDictionary(range => range.Range);
        foreach (var range in InterfaceSighting.Ranges(seen))
        {
            RangeBook.Add(state, eni, known?.TryGetValue(range, out var before) == true
                ? new RangeRecord(range, before.Generation) { Retiring = before.Retiring }
                : new RangeRecord(range, offered is null ? tagged : owner!.NextGeneration()));
        }
    }
}
