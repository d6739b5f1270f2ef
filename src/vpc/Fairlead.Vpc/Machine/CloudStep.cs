using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Machine;

/// <summary>What came of a call: a reply, or the cloud's no, which changes nothing.</summary>
public sealed record CloudStep(CloudState Next, CloudReply? Reply, CloudError? Error)
{
    internal static CloudStep Done(CloudState next) => new(next, DoneReply.Instance, null);

    internal static CloudStep Done(CloudState next, CloudReply reply) => new(next, reply, null);

    internal static CloudStep Refused(CloudState unchanged, CloudError error) => new(unchanged, null, error);
}
