using System.Text;
using Fairlead.Migration.Manifests;
using Fairlead.Migration.Terway.Terms;
using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary>ConfigMaps and Secrets: texts within a text.</summary>
/// <param name="text">Of the whole file, in which problems have their place.</param>
internal sealed class ConfigMaps(Findings findings, Mistakes mistakes, string text, string source)
{
    private const string Conf = "10-terway.conf";
    private const string Conflist = "10-terway.conflist";
    private const string Controller = "ctrl-secret.yaml";

    private static readonly string[] Texts = ["eni_conf", Conf, Conflist, "ctrl-config.yaml"];

    public void ConfigMap(YamlValue values, string name)
    {
        if (values.Keys.Count == 0)
        {
            values.Say("is missing or empty; eni_conf is wanted");
        }

        var report = findings.At($"ConfigMap/{name}");
        foreach (var key in values.Keys)
        {
            mistakes.Try(() => Key(values, key, name, report));
        }
    }

    /// <summary>Only keys are looked at: no value is shown, and none kept.</summary>
    public void Secret(YamlValue root, string name)
    {
        var report = findings.At($"Secret/{name}");
        foreach (var part in new[] { "data", "stringData" })
        {
            foreach (var key in root[part].Keys)
            {
                report.Say(FileTerms.Secret, key);
                if (key == Controller)
                {
                    var value = root[part][key];
                    mistakes.Try(() => ControllerConf.Secret(EmbeddedText.Yaml(Decoded(value, part == "data"), $"{part}.{key}", text, source, value.Place).Root, report));
                }
            }
        }
    }

    private void Key(YamlValue values, string key, string name, Report report)
    {
        var value = values[key];
        if (Texts.Contains(key) && string.IsNullOrWhiteSpace(value.Text()))
        {
            if (!value.IsMapping && !value.IsList)
            {
                value.Say("is empty; a text is wanted, behind a |");
            }

            return;
        }

        switch (key)
        {
            case "eni_conf":
                var eni = Json(value, key);
                findings.Add(new EniFinding(name, eni, eni.Root, report.Place));
                break;
            case Conf when values[Conflist].IsPresent:
                report.NotNeeded(key, $"{Conflist} is there too, and counts");
                break;
            case Conf or Conflist when name != EniFinding.Main && values["eni_conf"].IsPresent:
                report.NotNeeded(key, "of the ConfigMap of some nodes, Terway reads eni_conf alone");
                break;
            case Conf or Conflist:
                var cni = Json(value, key);
                findings.Cni(cni.Root, $"{key} in {report.Place}");
                cni.Check();
                break;
            case "ctrl-config.yaml":
                var control = EmbeddedText.Yaml(value.Text() ?? "", $"data.{key}", text, source, value.Place);
                findings.Controller = ControllerConf.Translate(control.Root, findings.At($"{key} in {report.Place}"));
                control.Check();
                break;
            case "disable_network_policy" when value.Text() == "true":
                report.NotNeeded(key, "policies are off as before");
                break;
            default:
                report.Say(FileTerms.ConfigMap, key);
                break;
        }
    }

    private YamlFile Json(YamlValue value, string key) => EmbeddedText.Json(value.Text() ?? "", $"data.{key}", text, source, value.Place);

    private static string Decoded(YamlValue value, bool isEncoded)
    {
        var written = value.Text() ?? "";
        if (!isEncoded)
        {
            return written;
        }

        var octets = new byte[written.Length];
        if (!Convert.TryFromBase64String(written, octets, out var count))
        {
            value.Say("is no base64");
        }

        return Encoding.UTF8.GetString(octets, 0, count);
    }
}
