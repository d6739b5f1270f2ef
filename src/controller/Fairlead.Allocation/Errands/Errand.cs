using Fairlead.Allocation.Observations;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Errands;

/// <summary>What is to be done when a call of the cloud ends.</summary>
internal abstract class Errand
{
    public void End(AllocationState state, CallEnded ended)
    {
        if (ended is CallFailed failed)
        {
            Fail(state, failed.Error);
        }
        else
        {
            Succeed(state, ended);
        }
    }

    protected abstract void Succeed(AllocationState state, CallEnded ended);

    protected abstract void Fail(AllocationState state, CloudException error);
}
