namespace Fairlead.Cni;

/// <summary>One call carried to the agent, and what the runtime hears where there is none.</summary>
internal static class Call
{
    // An agent that restarts is back within a second; kubelet gives the whole sandbox 4 minutes.
    private const int AddPatience = 1_500;
    private const int DeletePatience = 2_000;
    private const int AddSeconds = 60;
    private const int DeleteSeconds = 20;

    // kubelet asks every 5 s by way of the runtime, and one that waits holds up all the others.
    private const int StatusSeconds = 3;

    /// <exception cref="CniError">The agent did not answer.</exception>
    public static (int Status, byte[] Output) Run(CallEnvironment environment, NetworkConfiguration configuration, byte[] input)
    {
        var netns = PodNetns.Open(environment);
        var message = CallMessage.Write(environment, input);
        var (patience, seconds) = environment.Command switch
        {
            "ADD" => (AddPatience, AddSeconds),
            "DEL" => (DeletePatience, DeleteSeconds),
            "STATUS" => (0, StatusSeconds),
            _ => (0, DeleteSeconds),
        };
        if (AgentConnection.Call(configuration.Socket, message, netns, patience, seconds) is { } answer)
        {
            return answer;
        }

        if (environment.Command == "DEL")
        {
            DeletionRequest.Leave(configuration.StateDirectory, environment, message);
            return (0, []);
        }

        throw new CniError(
            environment.Command == "STATUS" ? CniError.NotAvailable : CniError.TryAgain,
            "the Fairlead agent does not answer",
            $"{configuration.Socket}: no answer; is fairlead-agent running on this node?");
    }
}
