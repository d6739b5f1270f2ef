using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Rules;
using Fairlead.Vpc.Rules.Groups;
using Fairlead.Vpc.Rules.Instances;
using Fairlead.Vpc.Rules.Interfaces;
using Fairlead.Vpc.Rules.Networks;

namespace Fairlead.Vpc.Machine;

/// <summary>
/// The rules of the cloud as one pure function: a state and a call give the next state and an answer. There is no clock in it, no
/// randomness and no packet; whoever drives it says what time it is, and lets elapse first what is due by then.
/// </summary>
public static class CloudMachine
{
    public static CloudStep Change(CloudState state, CloudChange call, DateTimeOffset now)
    {
        if (ParameterRules.Fault(state, call) is { } fault)
        {
            return CloudStep.Refused(state, fault);
        }

        if (call.ClientToken is null)
        {
            return Act(state, call, now);
        }

        return state.Tokens.Find(call, now) is { } use ? Repeated(state, call, use) : Remembered(Act(state, call, now), call, now);
    }

    /// <summary>What is due by then has happened.</summary>
    public static CloudState Elapse(CloudState state, DateTimeOffset now)
    {
        while (state.NextDue <= now)
        {
            state = PassingRules.Complete(state, state.Due.Min!);
        }

        return state;
    }

    /// <summary>An ENI is gone of a sudden, as after a mistake of the cloud or of somebody with other tools. A primary one stays: it goes with its instance only.</summary>
    public static CloudState Vanish(CloudState state, string networkInterface) => PassingRules.Vanish(state, networkInterface);

    private static CloudStep Repeated(CloudState state, CloudChange call, TokenUse use) => SameCall.Is(call, use.Call)
        ? CloudStep.Done(state, use.Reply)
        : CloudStep.Refused(state, CloudErrors.TokenMismatch());

    private static CloudStep Remembered(CloudStep step, CloudChange call, DateTimeOffset now) => step.Reply is null
        ? step
        : step with { Next = step.Next with { Tokens = step.Next.Tokens.With(new TokenUse(call, step.Reply, now)) } };

    private static CloudStep Act(CloudState state, CloudChange call, DateTimeOffset now) => call switch
    {
        AssignPrivateIpAddresses assign => AddressRules.Assign(state, assign),
        UnassignPrivateIpAddresses unassign => AddressRules.Unassign(state, unassign),
        AssignIpv6Addresses assign => AddressRules.Assign(state, assign),
        UnassignIpv6Addresses unassign => AddressRules.Unassign(state, unassign),
        CreateNetworkInterface create => CreateRules.Create(state, create, now),
        AttachNetworkInterface attach => AttachRules.Attach(state, attach, now),
        DetachNetworkInterface detach => AttachRules.Detach(state, detach, now),
        DeleteNetworkInterface delete => DeleteRules.Delete(state, delete, now),
        ModifyNetworkInterfaceAttribute modify => ModifyRules.Modify(state, modify),
        RunInstances run => InstanceRules.Run(state, run, now),
        DeleteInstance delete => InstanceRules.Delete(state, delete),
        CreateVSwitch create => VSwitchRules.Create(state, create, now),
        DeleteVSwitch delete => VSwitchRules.Delete(state, delete),
        CreateRouteEntry create => RouteEntryRules.Create(state, create, now),
        DeleteRouteEntry delete => RouteEntryRules.Delete(state, delete),
        CreateSecurityGroup create => GroupRules.Create(state, create, now),
        DeleteSecurityGroup delete => GroupRules.Delete(state, delete),
        AuthorizeSecurityGroup authorize => GroupEntryRules.Authorize(state, authorize, now),
        RevokeSecurityGroup revoke => GroupEntryRules.Revoke(state, revoke),
        _ => throw new ArgumentException($"the machine knows no {call.Action}", nameof(call)),
    };
}
