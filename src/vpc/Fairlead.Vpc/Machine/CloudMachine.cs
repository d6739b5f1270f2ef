using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Machine;

/// <summary>What came of a call: a reply, or the cloud's no, which changes nothing.</summary>
public sealed record CloudStep(CloudState Next, CloudReply? Reply, CloudError? Error);

/// <summary>
/// The rules of the cloud as one pure function: a state and a call give the next state and an answer. There is no clock in it, no
/// randomness and no packet; whoever drives it says what time it is.
/// </summary>
public static class CloudMachine
{
    public static CloudStep Change(CloudState state, CloudChange call, DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>What is due by then has happened.</summary>
    public static CloudState Elapse(CloudState state, DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>An ENI is gone of a sudden, as after a mistake of the cloud or of somebody with other tools.</summary>
    public static CloudState Vanish(CloudState state, string networkInterface) => throw new NotImplementedException();
}
