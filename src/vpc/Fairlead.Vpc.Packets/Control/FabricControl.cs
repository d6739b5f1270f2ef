using System.Text.Json.Nodes;
using Fairlead.AgentApi;
using Fairlead.Model.Problems;
using Fairlead.Reconciliation;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Packets.Fabric;

namespace Fairlead.Vpc.Packets.Control;

/// <summary>The fabric's control socket: operations of <see cref="VpcOperations"/>, and <c>state</c>.</summary>
/// <param name="access">How the OpenAPI is reached; null where there is none.</param>
public sealed class FabricControl(VpcFabric fabric, Func<CloudAccess?> access)
{
    public ControlServer Listen(string path) => new(path, Answer);

    private JsonNode? Answer(string op, JsonObject arguments)
    {
        try
        {
            if (op == VpcOperations.State)
            {
                return VpcJson.ToNode(fabric.Snapshot());
            }

            if (op == VpcOperations.Access)
            {
                return access() is { } found ? VpcJson.ToNode(found) : null;
            }

            var operation = VpcOperations.Read(op, arguments);
            var state = fabric.Submit(operation);
            return operation is AttachPort attach ? VpcJson.ToNode(NicConfiguration.Of(state, attach.Port)) : new JsonObject();
        }
        catch (Exception error) when (error is VpcRefusedException or ProblemException or WorldException)
        {
            throw new ControlException(error.Message, error);
        }
    }
}
