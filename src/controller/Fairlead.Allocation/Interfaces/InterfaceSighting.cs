using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Model.Addresses;

namespace Fairlead.Allocation.Interfaces;

/// <summary>Takes in what the cloud says of an ENI.</summary>
internal static class InterfaceSighting
{
    /// <summary>How far it is on its way. Descriptions may be behind: what was done just now counts more than they.</summary>
    public static void Stage(AllocationState state, InterfaceRecord eni, CloudInterface seen)
    {
        eni.MissingSince = null;
        var stage = StageOf(seen.State);
        var isElsewhere = eni.IsAstray || IsElsewhere(eni, seen);
        if (eni.IsBusy || !IsNews(eni, seen) || ((isElsewhere || IsBehind(eni.Stage, stage)) && state.Now - eni.ChangedAt < state.Options.DescriptionLag))
        {
            return;
        }

        if (isElsewhere)
        {
            Relocation.Run(state, eni, seen);
            return;
        }

        Properties(eni, seen);
        eni.Stage = stage;
        eni.Passing.Succeeded();
        state.Mark(eni);
        Watch(state, eni, state.Options.LookEvery);
    }

    /// <summary>How far it is, or on which instance, is not what was believed.</summary>
    public static bool IsNews(InterfaceRecord eni, CloudInterface seen) =>
        StageOf(seen.State) is var stage && (stage != eni.Stage || (stage != InterfaceStage.Available && seen.Instance.Length > 0 && seen.Instance != eni.Instance));

    /// <summary>What never changes while it stays where it is.</summary>
    public static void Properties(InterfaceRecord eni, CloudInterface seen)
    {
        eni.Mac = seen.Mac ?? eni.Mac;
        eni.Role = seen.Role;
        eni.VSwitch = seen.VSwitch;
        eni.Zone = seen.Zone;
        eni.Instance = seen.Instance;
        eni.Trunk = seen.Trunk;
        eni.Vlan = seen.Vlan;
        eni.SecurityGroups = seen.SecurityGroups;
        eni.Touch();
    }

    /// <summary>Single addresses and prefixes, the primary one first.</summary>
    public static IEnumerable<Cidr> Ranges(CloudInterface seen) => seen.Addresses.Select(address => address.ToCidr()).Concat(seen.Prefixes);

    public static InterfaceStage StageOf(InterfaceState seen) => seen switch
    {
        InterfaceState.Attaching => InterfaceStage.Attaching,
        InterfaceState.InUse => InterfaceStage.Attached,
        InterfaceState.Detaching => InterfaceStage.Detaching,
        InterfaceState.Deleting => InterfaceStage.Deleting,
        _ => InterfaceStage.Available,
    };

    /// <summary>As long as it is on its way, it is looked at again.</summary>
    public static void Watch(AllocationState state, InterfaceRecord eni, TimeSpan after)
    {
        if (!eni.IsOnTheWay || !state.Interfaces.ContainsKey(eni.Id))
        {
            state.Watched.Remove(eni);
            return;
        }

        state.Watched.Add(eni);
        eni.NextLook = state.Now + after;
        state.Due.Add(DueKind.Look, "", eni.NextLook);
    }

    private static bool IsElsewhere(InterfaceRecord eni, CloudInterface seen) =>
        StageOf(seen.State) is InterfaceStage.Attaching or InterfaceStage.Attached or InterfaceStage.Detaching && seen.Instance.Length > 0 && seen.Instance != eni.PutOn;

    private static bool IsBehind(InterfaceStage known, InterfaceStage seen) => (known, seen) switch
    {
        (InterfaceStage.Attaching, InterfaceStage.Attached) => false,
        (InterfaceStage.Detaching, InterfaceStage.Available) => false,
        _ => true,
    };
}
