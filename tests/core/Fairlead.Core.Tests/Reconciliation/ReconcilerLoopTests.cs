using Fairlead.Reconciliation;

namespace Fairlead.Core.Tests.Reconciliation;

public sealed class ReconcilerLoopTests
{
    [Fact]
    public void Nobody_waits_for_the_end_of_a_loop_that_was_never_started()
    {
        var reconciler = new Reconciler(TimeProvider.System, new ReconcilerOptions());
        Assert.True(new ReconcilerLoop(reconciler).StopAsync().IsCompletedSuccessfully);
    }
}
