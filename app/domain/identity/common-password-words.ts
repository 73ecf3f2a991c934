/**
 * The commonest passwords of published breach lists, as they are compared: lower case, digits for letters undone,
 * digits and signs at the ends taken off. With twelve characters at least, what people write is one of these repeated,
 * put together, or lengthened by digits.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `password passwort passwrd passw pass passcode passphrase motdepasse contrasena wachtwoord senha haslo parola salasana
  qwerty qwertyuiop qwertz qwertzuiop azerty azertyuiop asdf asdfgh asdfghjkl zxcv zxcvbn zxcvbnm qazwsx qazwsxedc qweasd
  qweasdzxc qwert yuiop asdasd qweqwe zxczxc poiuytrewq lkjhgfdsa mnbvcxz abc abcd abcdef abcdefg abcdefgh abcdefghijkl
  admin administrator root toor user guest test tester testing demo default system master superuser changeme changeit
  changethis temporary temp secret topsecret private login signin letmein letmeinnow welcome welcomeback hello helloworld
  iloveyou ilovey loveyou lovely love loveme iloveu sunshine princess princesa monkey dragon football baseball basketball
  soccer hockey superman batman spiderman pokemon naruto starwars startrek whatever trustno nothing something anything
  computer internet laptop samsung iphone android windows microsoft google facebook linkedin twitter youtube amazon
  michael michelle jennifer jessica ashley amanda daniel andrew joshua matthew charlie thomas jordan robert hunter george
  freedom liberty america london berlin paris vienna summer winter spring autumn january february march april may june
  july august september october november december monday tuesday wednesday thursday friday saturday sunday
  shadow killer ninja mustang ferrari porsche mercedes harley yamaha corvette chelsea arsenal liverpool barcelona madrid
  juventus cowboys yankees lakers access accessgranted security secure server database company office business
  flower butterfly angel angels babygirl baby sweetheart cookie chocolate banana orange apple cheese pepper ginger
  maggie buster tigger bailey snoopy garfield mickey blink slipknot metallica nirvana eminem creative
  matrix merlin gandalf phoenix thunder lightning rainbow diamond silver golden purple yellow happy lucky family friends
  forever blessed jesus jesuschrist jesuslovesme godisgood heaven christian blessing correcthorse
  fuckyou fuckoff asshole bullshit pussy sexy sexygirl playboy thisismypassword thisispassword mypassword yourpassword
  nopassword ihatepasswords ihateyou idontknow iforgot forgotpassword rememberme openup opensesame abracadabra
  onetwothree onetwothreefour asdfqwer qwerasdf qwerzxcv asdfzxcv qazxsw edcrfv wsxedc`
    .split(/\s+/)
    .filter(Boolean),
);

/** Rows of keys and runs of letters and digits that people walk along. */
export const KEY_RUNS: readonly string[] = [
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789",
  "qwertyuiopasdfghjklzxcvbnm",
  "qwertzuiopasdfghjklyxcvbnm",
  "azertyuiopqsdfghjklmwxcvbn",
  "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
  "1q2w3e4r5t6y7u8i9o0p",
  "q1w2e3r4t5y6u7i8o9p0",
  "zaq12wsxcde34rfvbgt56yhnmju78ik",
];
