// Passkeys and security keys: the browser asks for one, the form carries its answer.
const asked = {
  create: (options) =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    }),
  get: (options) =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    }),
};

// The sign-in page has none of its own: a challenge is made when somebody wants one.
const optionsOf = async (form) => {
  const given = document.querySelector("#key-options");
  if (given) {
    return JSON.parse(given.textContent);
  }
  const answer = await fetch(form.action, { headers: { accept: "application/json" } });
  if (!answer.ok) {
    throw new Error(`options were answered with ${answer.status}`);
  }
  return answer.json();
};

const withoutPassword = (options, isAlone) => ({
  ...options,
  authenticatorSelection: {
    ...options.authenticatorSelection,
    requireResidentKey: isAlone,
    residentKey: isAlone ? "required" : "discouraged",
    userVerification: isAlone ? "required" : options.authenticatorSelection.userVerification,
  },
});

const ask = async (form) => {
  const { creation_options: made, request_options: wanted } = await optionsOf(form);
  const alone = form.querySelector("[name=passwordless]");
  const options = alone ? withoutPassword(made.publicKey, alone.checked) : (made ?? wanted).publicKey;
  const credential = await asked[form.dataset.key](options);
  form.querySelector("[name=credential]").value = JSON.stringify(credential.toJSON());
  form.submit();
};

for (const form of document.querySelectorAll("form[data-key]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const failed = form.querySelector("[data-key-failed]");
    failed.hidden = true;
    ask(form).catch(() => {
      failed.hidden = false;
    });
  });
}
