using Fairlead.Allocation.Errands;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Observations;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.Retries;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Spares;

/// <summary>What came of having a spare ENI made.</summary>
internal sealed class SpareErrand(SpareBirth birth) : Errand
{
    protected override void Succeed(AllocationState state, CallEnded ended)
    {
        var made = ((InterfaceMade)ended).Interface;
        state.Spares.Births.Remove(birth);
        state.Spares.Making.Succeeded();
        ClusterReports.CloudReady(state, ClusterWork.Spares, null);
        state.Spares.IsDirty = true;
        state.VSwitch(birth.Wish.VSwitch)?.Granted(birth.Wish.Prefixes4 > 0);
        // A list may have told of it before the call ended.
        if (!state.Interfaces.ContainsKey(made.Id))
        {
            Adoption.Take(state, made);
        }
    }

    protected override void Fail(AllocationState state, CloudException error)
    {
        birth.IsCalled = false;
        state.Spares.IsDirty = true;
        birth.IsInDoubt |= error.MayBeDone;
        if (birth.IsInDoubt && Doubts.Remain(error))
        {
            birth.Retry.Failed(state.Options, birth.Token, state.Now);
            return;
        }

        state.Spares.Births.Remove(birth);
        if (error.IsNoAddresses && state.VSwitch(birth.Wish.VSwitch) is { } vSwitch)
        {
            vSwitch.Refused(state.Options, birth.Wish.NeededAddresses, birth.Wish.Prefixes4, state.Now);
            return;
        }

        ClusterReports.CloudReady(state, ClusterWork.Spares, error);
        state.Spares.Making.Failed(state.Options, birth.Zone, state.Now);
    }
}
