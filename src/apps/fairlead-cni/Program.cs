using System.Text;
using Fairlead.Cni;

// The whole plug-in: check, pass on, print. Everything else is the agent's.
var version = NetworkConfiguration.NewestVersion;
try
{
    var environment = CallEnvironment.Read();
    if (environment.Command == "VERSION")
    {
        return Print(0, VersionAnswer.Write());
    }

    var input = Files.ReadStandardInput();
    var configuration = NetworkConfiguration.Parse(input);
    version = configuration.AnswerVersion;
    configuration.Check();
    var (status, output) = Call.Run(environment, configuration, input);
    return Print(status, output);
}
catch (CniError error)
{
    return Print(1, Encoding.UTF8.GetBytes(error.ToJson(version)));
}

static int Print(int status, byte[] output) => Files.WriteAll(1, output) ? status : 1;
