using Fairlead.Agent.Log;
using Fairlead.Agent.Server;

namespace Fairlead.Agent.Cni.Verbs;

/// <summary>A call from its octets to its answer. Whatever goes wrong is an answer too.</summary>
internal sealed class CniDispatch(Func<CniInvocation, byte[]> run, NodeLog log)
{
    public AgentReply Serve(ReadOnlyMemory<byte> body, int descriptor)
    {
        var call = new CniInvocation("", "", "", "", "", "", ReadOnlyMemory<byte>.Empty, descriptor);
        try
        {
            call = CniInvocation.Read(body, descriptor);
            CniEnvironment.Check(call);
            return AgentReply.Success(run(call));
        }
        catch (CniException error)
        {
            log.Say("cni", $"{call.Command} {call.ContainerId}/{call.InterfaceName}: {error.Message}" + (error.Details.Length > 0 ? $": {error.Details}" : ""));
            return AgentReply.Failure(CniOutput.Error(error, NetworkConfigurationReader.VersionOf(call.StandardInput)));
        }
        finally
        {
            ReceivedDescriptor.Close(call.TakeDescriptor());
        }
    }
}
