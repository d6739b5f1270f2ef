using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Machine;

/// <summary>What descriptions say of a state.</summary>
public static class CloudQueries
{
    /// <returns>A reply, or the cloud's no; one of the two is null.</returns>
    public static (CloudReply? Reply, CloudError? Error) Answer(CloudState state, CloudQuery query) => throw new NotImplementedException();
}
